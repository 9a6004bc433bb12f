import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { epoch, number, optionalNumber, read, text, type Row } from '../database/read.ts'
import type { Product, ProductStatus } from './product.ts'

/** The columns that toProduct reads, of a table aliased `p`. */
export const PRODUCT_COLUMNS = `p.id, p.slug, p.name, p.description, p.brand, p.status, p.category_id, p.attributes, p.version,
  ${epoch('p.published_at')}, ${epoch('p.created_at')}, ${epoch('p.updated_at')}`

/** How many they are. */
export const PRODUCT_COLUMN_COUNT = 12

/** A product from a row that begins with PRODUCT_COLUMNS. */
export function toProduct(row: Row): Product {
  return {
    id: text(row, 0),
    slug: text(row, 1),
    name: text(row, 2),
    description: text(row, 3),
    brand: text(row, 4),
    status: text(row, 5) as ProductStatus,
    categoryId: text(row, 6),
    attributes: text(row, 7),
    version: number(row, 8),
    publishedAt: optionalNumber(row, 9),
    createdAt: number(row, 10),
    updatedAt: number(row, 11),
  }
}

const byId = { name: 'product_by_id', text: `SELECT ${PRODUCT_COLUMNS} FROM product p WHERE p.id = ANY ($1::text[])` }
const bySlug = { name: 'product_by_slug', text: `SELECT ${PRODUCT_COLUMNS} FROM product p WHERE p.slug = ANY ($1::text[])` }
const priceRange = {
  name: 'price_range',
  text: 'SELECT product_id, currency, min_minor, max_minor FROM price_range WHERE product_id = ANY ($1::text[])',
}

/** Products by id, whoever may see them: the caller looks at the status. */
export async function productsById(database: Queryable, ids: readonly string[]): Promise<Product[]> {
  return (await read(database, byId, [ids])).map(toProduct)
}

/** Products by slug, whoever may see them: the caller looks at the status. */
export async function productsBySlug(database: Queryable, slugs: readonly string[]): Promise<Product[]> {
  return (await read(database, bySlug, [slugs])).map(toProduct)
}

/** The span of a product's prices in one currency, in minor units. */
export interface PriceRange {
  readonly productId: string
  readonly currency: CurrencyCode
  readonly min: bigint
  readonly max: bigint
}

/** The price ranges of each product, one a currency. */
export async function priceRangesOf(database: Queryable, productIds: readonly string[]): Promise<PriceRange[]> {
  const rows = await read(database, priceRange, [productIds])
  return rows.map((row) => ({
    productId: text(row, 0),
    currency: text(row, 1) as CurrencyCode,
    min: BigInt(text(row, 2)),
    max: BigInt(text(row, 3)),
  }))
}
