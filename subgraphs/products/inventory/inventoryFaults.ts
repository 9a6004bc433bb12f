import type { Queryable } from '@agora/database/transaction.ts'

import { read, text } from '../database/read.ts'

/**
 * Where the stock contradicts itself; no row, as long as all is well. It takes one snapshot, so it may run while the shop sells:
 * - on_hand is not the sum of the movements, or reserved not the sum of the reservations, of a place;
 * - something is held for an order that has been committed or released;
 * - more came back of an order than it was sold.
 */
export const INVENTORY_FAULTS = `
  WITH moved AS (SELECT variant_id, location_id, sum(delta) AS pieces FROM movement GROUP BY variant_id, location_id),
  held AS (SELECT variant_id, location_id, sum(quantity) AS pieces FROM reservation GROUP BY variant_id, location_id),
  places AS (
    SELECT variant_id, location_id, coalesce(s.on_hand, 0) AS on_hand, coalesce(moved.pieces, 0) AS moved, coalesce(s.reserved, 0) AS reserved,
      coalesce(held.pieces, 0) AS held
    FROM stock s FULL JOIN moved USING (variant_id, location_id) FULL JOIN held USING (variant_id, location_id)
  )
  SELECT format('%s at %s: %s on hand, but %s by the ledger', variant_id, location_id, on_hand, moved) FROM places WHERE on_hand <> moved
  UNION ALL
  SELECT format('%s at %s: %s reserved, but %s by the reservations', variant_id, location_id, reserved, held) FROM places WHERE reserved <> held
  UNION ALL
  SELECT DISTINCT format('%s: still held after %s', r.order_id, i.key) FROM reservation r
    JOIN participant_inbox i ON i.key IN (r.order_id || ':commit', r.order_id || ':release') AND (i.answer->>'ok')::boolean
  UNION ALL
  SELECT format('%s: more of %s came back than was sold', order_id, variant_id) FROM movement WHERE order_id IS NOT NULL
    GROUP BY order_id, variant_id, location_id HAVING sum(delta) > 0`

/** The same, one sentence a fault. */
export async function inventoryFaults(database: Queryable): Promise<string[]> {
  return (await read(database, { name: 'inventory_faults', text: INVENTORY_FAULTS }, [])).map((row) => text(row, 0))
}
