import type { Queryable } from '@agora/database/transaction.ts'

import { read } from '../database/read.ts'
import type { Books, Outcome } from './books.ts'
import { inboxColumns } from './openBooks.ts'
import { movementColumns, reservationColumns, reservedColumns } from './writeOutcome.ts'

// Each part waits for the one before it, in the house's order of locks: keys, reservations, stock. The last line is asked before the rest is written.
// Reservations are locked before they are deleted, as a plan that deletes goes through them as they lie; a row of theirs never changes, so it stays where it was found.
const write = {
  name: 'stock_at_once',
  text: `WITH claimed AS (
      INSERT INTO participant_inbox (key, request_hash, answer)
      SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[]) RETURNING 1
    ), gone AS (
      DELETE FROM reservation WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reservation WHERE order_id = ANY ($4::text[]) AND (SELECT count(*) FROM claimed) = cardinality($1)
        ORDER BY order_id, variant_id, location_id FOR UPDATE)) RETURNING 1
    ), locked AS MATERIALIZED (
      SELECT variant_id, location_id, on_hand - reserved AS free FROM stock
      WHERE variant_id = ANY ($5::text[]) AND (SELECT count(*) FROM gone) = $6
      ORDER BY variant_id, location_id FOR NO KEY UPDATE
    ), held AS (
      INSERT INTO reservation (order_id, variant_id, location_id, quantity, expires_at)
      SELECT * FROM unnest($10::text[], $11::text[], $12::text[], $13::int[], $14::timestamptz[])
    ), taken AS (
      UPDATE stock s SET reserved = s.reserved + d.quantity FROM unnest($15::text[], $16::text[], $17::int[]) AS d(variant_id, location_id, quantity)
      WHERE s.variant_id = d.variant_id AND s.location_id = d.location_id
    ), moved AS (
      INSERT INTO movement (id, order_id, variant_id, location_id, delta, reason, actor)
      SELECT id, order_id, variant_id, location_id, delta, reason::movement_reason, 'orders'
      FROM unnest($18::text[], $19::text[], $20::text[], $21::text[], $22::int[], $23::text[]) AS m(id, order_id, variant_id, location_id, delta, reason)
    )
    SELECT still_holds((SELECT count(*) FROM gone) = $6 AND (SELECT count(*) FROM locked WHERE variant_id = ANY ($7)) = cardinality($7)
      AND (SELECT count(*) FROM locked JOIN unnest($7::text[], $8::text[], $9::int[]) AS seen(variant_id, location_id, free) USING (variant_id, location_id, free))
        = cardinality($7))`,
}

/**
 * Writes what a batch came to that was decided by a glance, by one statement, which is a transaction by itself. Throws a serialization failure where the stock
 * is another by now or something held is gone, and a unique violation where a key came before: then nothing is written.
 */
export async function writeAtOnce(client: Queryable, { inbox, reservations, reserved, movements }: Outcome, { stock, held }: Books): Promise<void> {
  const seen = [...stock].flatMap(([variantId, places]) => [...places].map(([locationId, free]) => ({ variantId, locationId, free })))
  const pieces = [...held.values()].flat()
  await read(client, write, [
    ...inboxColumns([...inbox].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    [...held.keys()],
    [...new Set([...stock.keys(), ...pieces.map(({ variantId }) => variantId)])],
    pieces.length,
    seen.map(({ variantId }) => variantId),
    seen.map(({ locationId }) => locationId),
    seen.map(({ free }) => free),
    ...reservationColumns(reservations),
    ...reservedColumns(reserved),
    ...movementColumns(movements),
  ])
}
