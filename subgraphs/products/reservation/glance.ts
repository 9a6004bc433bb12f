import type { Queryable } from '@agora/database/transaction.ts'

import { read } from '../database/read.ts'
import type { Books } from './books.ts'
import type { StockCommand } from './stockCommand.ts'
import { piecesByOrder, placesByVariant } from './stockRows.ts'

const glance = {
  name: 'stock_glance',
  text: `SELECT NULL, variant_id, location_id, on_hand - reserved FROM stock WHERE variant_id = ANY ($1::text[])
    UNION ALL SELECT order_id, variant_id, location_id, quantity FROM reservation WHERE order_id = ANY ($2::text[])
    ORDER BY 2, 3`,
}

/**
 * The books of a batch of reservations and commits as they look without a lock, by one statement; undefined where there is more to it than can be seen like
 * that: a release or a return, a key that comes twice, a variant without stock, an order of which nothing is held. That the keys are new is assumed.
 */
export async function glanceAtBooks(client: Queryable, commands: readonly StockCommand[]): Promise<Books | undefined> {
  if (new Set(commands.map(({ key }) => key)).size < commands.length) return undefined
  const wanted = new Set<string>()
  const committed: string[] = []
  for (const command of commands) {
    if (command.kind === 'reserve') for (const { variantId } of command.lines) wanted.add(variantId)
    else if (command.kind === 'commit') committed.push(command.orderId)
    else return undefined
  }
  const rows = await read(client, glance, [[...wanted], committed])
  const stock = placesByVariant(rows.filter(([orderId]) => orderId === null))
  const held = piecesByOrder(rows.filter(([orderId]) => orderId !== null))
  return stock.size === wanted.size && held.size === committed.length ? { inbox: new Map(), stock, held, sold: new Map() } : undefined
}
