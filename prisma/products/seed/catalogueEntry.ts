import type { SeedAttributes } from './attributeDefinitions.ts'
import type { Brand } from './brands.ts'
import type { GlyphName } from './picture/glyphs.ts'

/** Prices in minor units of USD, EUR and CNY: each set by hand, none converted from another. */
export type Prices = readonly [usd: number, eur: number, cny: number]

/** Units that lie in Leipzig and in Reno when the shop opens. */
export type OpeningStock = readonly [leipzig: number, reno: number]

/** What tells a variant from its siblings. */
export interface SeedOptions {
  readonly colour?: string
  readonly size?: string
  readonly finish?: string
  readonly ruling?: string
  readonly nib?: string
  readonly set?: string
}

/** A variant on one line: SKU, options, grams of the thing, grams of the parcel, prices, stock. */
export type VariantSeed = readonly [sku: string, options: SeedOptions, grams: number, packedGrams: number, prices: Prices, stock: OpeningStock]

/** A product as the catalogue files write it. The slug is its identity: a new slug is another product. */
export interface ProductSeed {
  readonly slug: string
  readonly name: string
  readonly brand: Brand | 'Unbranded'
  readonly text: string
  /** `colour` and `size` may be left out where the variants' options say them. */
  readonly attributes: SeedAttributes
  /** What its picture shows. @default what those of its category show */
  readonly glyph?: GlyphName
  /** @default 'PUBLISHED' */
  readonly status?: 'DRAFT' | 'ARCHIVED'
  readonly variants: readonly VariantSeed[]
}

/** A leaf of the category tree with the products that stand in it. */
export interface CategorySeed {
  readonly slug: string
  readonly name: string
  readonly description: string
  /** What the pictures of its products show. */
  readonly glyph: GlyphName
  readonly products: readonly ProductSeed[]
}

/** A category that holds others. */
export interface GroupSeed {
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly children: readonly (GroupSeed | CategorySeed)[]
}

/** Whether a node of the tree holds products rather than categories. */
export function isLeaf(node: GroupSeed | CategorySeed): node is CategorySeed {
  return 'products' in node
}
