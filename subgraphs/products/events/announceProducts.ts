import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { idArray, read, text } from '../database/read.ts'
import type { ProductStatus, StatusStep } from '../product/product.ts'
import { announceStock } from './announceStock.ts'
import { announcement, type Announcement } from './productsStore.ts'

const about = {
  name: 'product_announce',
  text: `SELECT p.id, p.slug, p.name, p.brand, p.category_id, ARRAY(SELECT v.id FROM variant v WHERE v.product_id = p.id ORDER BY v.position, v.id)
    FROM product p WHERE p.id = ANY ($1::text[]) AND p.status = 'PUBLISHED' ORDER BY p.id`,
}

/** Tells of products that customers see what they are now; of all others nothing. */
export async function announceProducts(
  client: Queryable,
  type: 'product.published' | 'product.changed',
  productIds: readonly string[],
): Promise<Announcement[]> {
  if (productIds.length === 0) return []
  return (await read(client, about, [productIds])).map((row) => {
    const [productId, slug, name, brand, categoryId] = [text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)]
    return announcement(productId, { type, data: { productId, slug, name, brand, categoryId, variantIds: [...idArray(row, 5)] } })
  })
}

/** Tells that a product has come, or gone, if customers can tell. */
export async function announceStep(
  client: Queryable,
  { step, from, productId }: { readonly step: StatusStep; readonly from: ProductStatus; readonly productId: string },
): Promise<Announcement[]> {
  // What was moved in the warehouse while nobody saw the product was told to nobody either.
  if (step === 'publish')
    return [...(await announceProducts(client, 'product.published', [productId])), ...(await announceStockOf(client, productId))]
  return from === 'PUBLISHED' ? [announcement(productId, { type: 'product.withdrawn', data: { productId } })] : []
}

const stockOf = {
  name: 'product_hold_stock',
  text: `SELECT s.variant_id FROM stock s JOIN variant v ON v.id = s.variant_id WHERE v.product_id = $1
    ORDER BY s.variant_id, s.location_id FOR NO KEY UPDATE OF s`,
}

async function announceStockOf(client: Queryable, productId: string): Promise<Announcement[]> {
  const held = await read(client, stockOf, [productId])
  return announceStock(client, [...new Set(held.map((row) => text(row, 0)))])
}

/** A price before and after an edit, in minor units; null where there is none. */
export interface PriceChange {
  readonly productId: string
  readonly variantId: string
  readonly currency: CurrencyCode
  readonly beforeMinor: string | null
  readonly afterMinor: string | null
}

/** Tells the prices that are others than before. The caller leaves out what customers do not see. */
export function announcePrices(changes: readonly PriceChange[]): Announcement[] {
  return changes
    .filter(({ beforeMinor, afterMinor }) => beforeMinor !== afterMinor)
    .map((data) => announcement(data.productId, { type: 'price.changed', data }))
}
