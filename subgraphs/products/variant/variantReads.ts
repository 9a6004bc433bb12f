import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode, Money } from '@agora/money/money.ts'

import { number, read, text, type Row } from '../database/read.ts'
import type { ProductStatus } from '../product/product.ts'

/** A variant as it is kept. */
export interface Variant {
  readonly id: string
  readonly productId: string
  readonly sku: string
  /** JSON text of an object: option key → value. */
  readonly options: string
  readonly weightGrams: number
  readonly packedWeightGrams: number
  readonly version: number
  /** Of its product: a variant is seen by whoever sees that. */
  readonly status: ProductStatus
}

/** The columns that toVariant reads, of a variant aliased `v` and its product aliased `p`. */
export const VARIANT_COLUMNS = 'v.id, v.product_id, v.sku, v.options, v.weight_grams, v.packed_weight_grams, v.version, p.status'

const FROM = `SELECT ${VARIANT_COLUMNS} FROM variant v JOIN product p ON p.id = v.product_id`
const byId = { name: 'variant_by_id', text: `${FROM} WHERE v.id = ANY ($1::text[])` }
const bySku = { name: 'variant_by_sku', text: `${FROM} WHERE v.sku = ANY ($1::text[])` }
const ofProduct = { name: 'variant_of_product', text: `${FROM} WHERE v.product_id = ANY ($1::text[]) ORDER BY v.product_id, v.position, v.id` }
const prices = {
  name: 'price_of_variant',
  text: 'SELECT variant_id, currency, amount_minor FROM price WHERE variant_id = ANY ($1::text[]) ORDER BY currency',
}

/** A variant from a row of VARIANT_COLUMNS. */
export function toVariant(row: Row): Variant {
  return {
    id: text(row, 0),
    productId: text(row, 1),
    sku: text(row, 2),
    options: text(row, 3),
    weightGrams: number(row, 4),
    packedWeightGrams: number(row, 5),
    version: number(row, 6),
    status: text(row, 7) as ProductStatus,
  }
}

/** Variants by id, whoever may see them: the caller looks at the status. */
export async function variantsById(database: Queryable, ids: readonly string[]): Promise<Variant[]> {
  return (await read(database, byId, [ids])).map(toVariant)
}

/** Variants by SKU, whoever may see them: the caller looks at the status. */
export async function variantsBySku(database: Queryable, skus: readonly string[]): Promise<Variant[]> {
  return (await read(database, bySku, [skus])).map(toVariant)
}

/** The variants of products, those of each in their order. Bounded: adding a variant keeps to VARIANT_LIMIT a product. */
export async function variantsOf(database: Queryable, productIds: readonly string[]): Promise<Variant[]> {
  return (await read(database, ofProduct, [productIds])).map(toVariant)
}

/** What a variant costs in one currency. */
export interface Price extends Money {
  readonly variantId: string
}

/** The prices of variants, one a currency they are priced in. */
export async function pricesOf(database: Queryable, variantIds: readonly string[]): Promise<Price[]> {
  const rows = await read(database, prices, [variantIds])
  return rows.map((row) => ({ variantId: text(row, 0), currencyCode: text(row, 1) as CurrencyCode, amountMinor: BigInt(text(row, 2)) }))
}
