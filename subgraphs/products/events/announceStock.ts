import type { Queryable } from '@agora/database/transaction.ts'

import { number, read, text } from '../database/read.ts'
import { announcement, type Announcement } from './productsStore.ts'

/** The shop counts so far and no further: more is plenty. */
export const SHOWN_AT_MOST = 99

/** Whether the shop shows another number of pieces than before. */
export const showsAnother = (before: number, after: number): boolean => Math.min(before, SHOWN_AT_MOST) !== Math.min(after, SHOWN_AT_MOST)

// Summed anew: a stock row that was made while this transaction waited for another one's is not among those it has read.
const shown = {
  name: 'stock_announce',
  text: `SELECT v.id, v.product_id, least(${SHOWN_AT_MOST}, sum(s.on_hand - s.reserved))
    FROM variant v JOIN product p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id
    WHERE v.id = ANY ($1::text[]) AND p.status = 'PUBLISHED' GROUP BY v.id ORDER BY v.id`,
}

/** Tells what the shop shows of these variants' stock now, where it shows them at all. The caller holds all of their stock rows. */
export async function announceStock(client: Queryable, variantIds: readonly string[]): Promise<Announcement[]> {
  if (variantIds.length === 0) return []
  return (await read(client, shown, [variantIds])).map((row) => {
    const variantId = text(row, 0)
    return announcement(variantId, { type: 'stock.changed', data: { productId: text(row, 1), variantId, available: number(row, 2) } })
  })
}
