import { createHash } from 'node:crypto'

import { locations } from './catalogue.ts'
import { isLeaf, type CategorySeed, type GroupSeed, type ProductSeed, type VariantSeed } from './catalogueEntry.ts'
import { drawPicture } from './picture/drawPicture.ts'
import { bornAt, openingDay, seedId } from './seedIdentity.ts'

/** A category as it is inserted; `level` counts from the roots. */
export interface CategoryRow {
  readonly id: string
  readonly parent_id: string | null
  readonly level: number
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly position: number
  readonly at: string
}

/** A product as it is inserted, with its picture. */
export interface ProductRow {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly brand: string
  readonly status: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED'
  readonly category_id: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly published_at: string | null
  readonly at: string
  readonly media: MediaRow
}

/** A picture; `svg` is its whole text. */
export interface MediaRow {
  readonly id: string
  readonly key: string
  readonly alt_text: string
  readonly svg: string
}

/** A variant as it is inserted, with its prices and its opening stock. */
export interface VariantRow {
  readonly id: string
  readonly product_id: string
  readonly sku: string
  readonly options: Readonly<Record<string, string>>
  readonly weight_grams: number
  readonly packed_weight_grams: number
  readonly position: number
  readonly at: string
  readonly prices: readonly { readonly currency: string; readonly amount: number }[]
  readonly stock: readonly { readonly movement_id: string; readonly location_id: string; readonly delta: number }[]
}

/** Everything that a part of the catalogue puts into the tables. */
export interface CatalogueRows {
  readonly categories: readonly CategoryRow[]
  readonly products: readonly ProductRow[]
  readonly variants: readonly VariantRow[]
}

const opening = new Date(openingDay).toISOString()
const currencies = ['USD', 'EUR', 'CNY'] as const

/** The locations as they are inserted. */
export const locationRows = locations.map(([code, name]) => ({ id: seedId('Location', code), code, name, at: opening }))

/** The rows of a tree of categories and of all that stands in it. */
export function rowsOf(roots: readonly (GroupSeed | CategorySeed)[]): CatalogueRows {
  const placed = roots.flatMap((root, position) => place(root, { parent: null, level: 0, position }))
  const products = placed.flatMap(({ node }) => (isLeaf(node) ? node.products.map((product) => ({ product, leaf: node })) : []))
  return {
    categories: placed.map(({ row }) => row),
    products: products.map(({ product, leaf }) => productRow(product, leaf)),
    variants: products.flatMap(({ product }) => product.variants.map((variant, position) => variantRow(variant, product, position))),
  }
}

interface Spot {
  readonly parent: string | null
  readonly level: number
  readonly position: number
}

function place(node: GroupSeed | CategorySeed, { parent, level, position }: Spot): { node: GroupSeed | CategorySeed; row: CategoryRow }[] {
  const { slug, name, description } = node
  const id = seedId('Category', slug)
  const row = { id, parent_id: parent, level, slug, name, description, position, at: opening }
  const below = isLeaf(node) ? [] : node.children.flatMap((child, index) => place(child, { parent: id, level: level + 1, position: index }))
  return [{ node, row }, ...below]
}

function productRow(product: ProductSeed, leaf: CategorySeed): ProductRow {
  const { slug, name, brand, text, status = 'PUBLISHED' } = product
  const born = bornAt(slug)
  const at = new Date(born).toISOString()
  return {
    id: seedId('Product', slug, born),
    slug,
    name,
    brand,
    description: text,
    status,
    category_id: seedId('Category', leaf.slug),
    attributes: attributesOf(product),
    published_at: status === 'DRAFT' ? null : at,
    at,
    media: mediaRow(product, leaf, born),
  }
}

/** What the variants' options say of colour and size is true of the product as well. */
function attributesOf({ attributes, variants }: ProductSeed): Readonly<Record<string, unknown>> {
  const said = (key: 'colour' | 'size'): readonly string[] => attributes[key] ?? [...new Set(variants.flatMap(([, options]) => options[key] ?? []))]
  const lists = { colour: said('colour'), size: said('size') }
  return { ...attributes, ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)) }
}

const COLOURLESS: readonly string[] = ['Clear', 'Natural']

function mediaRow({ slug, name, attributes, variants, glyph }: ProductSeed, leaf: CategorySeed, born: number): MediaRow {
  const colour = variants[0]?.[1].colour ?? attributes.colour?.[0]
  const svg = drawPicture({ slug, glyph: glyph ?? leaf.glyph, colour })
  const print = createHash('sha256').update(svg).digest('hex').slice(0, 12)
  const shade = colour === undefined || COLOURLESS.includes(colour) ? '' : `, in ${colour.toLowerCase()}`
  return { id: seedId('Media', slug, born), key: `${slug}-${print}.svg`, alt_text: `Illustration for ${name}${shade}`, svg }
}

function variantRow([sku, options, grams, packedGrams, prices, stock]: VariantSeed, { slug }: ProductSeed, position: number): VariantRow {
  const born = bornAt(slug)
  return {
    id: seedId('Variant', sku, born),
    product_id: seedId('Product', slug, born),
    sku,
    options: { ...options },
    weight_grams: grams,
    packed_weight_grams: packedGrams,
    position,
    at: new Date(born).toISOString(),
    prices: prices.map((amount, index) => ({ currency: currencies[index] ?? '', amount })),
    stock: locationRows.map(({ id, code }, index) => ({
      movement_id: seedId('Movement', `${sku} ${code}`, born),
      location_id: id,
      delta: stock[index] ?? 0,
    })),
  }
}
