import type { Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import { read } from '../database/read.ts'
import type { InboxEntry, NewMovement, NewReservation, Outcome } from './books.ts'
import { inboxColumns } from './openBooks.ts'
import type { Piece } from './stockCommand.ts'

const hold = {
  name: 'reservation_hold',
  text: `WITH held AS (
      INSERT INTO reservation (order_id, variant_id, location_id, quantity, expires_at)
      SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::timestamptz[])
    ) UPDATE stock s SET reserved = s.reserved + d.quantity
    FROM unnest($6::text[], $7::text[], $8::int[]) AS d(variant_id, location_id, quantity)
    WHERE s.variant_id = d.variant_id AND s.location_id = d.location_id`,
}
const move = {
  name: 'movement_of_orders',
  text: `INSERT INTO movement (id, order_id, variant_id, location_id, delta, reason, actor)
    SELECT id, order_id, variant_id, location_id, delta, reason::movement_reason, 'orders'
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[]) AS m(id, order_id, variant_id, location_id, delta, reason)`,
}
const correct = {
  name: 'inbox_correct',
  text: `UPDATE participant_inbox i SET request_hash = c.request_hash, answer = c.answer
    FROM unnest($1::text[], $2::text[], $3::jsonb[]) AS c(key, request_hash, answer) WHERE i.key = c.key`,
}

/** Writes what a batch came to, in the transaction that holds its books. First what is reserved: a sale takes it out of that. */
export async function writeOutcome(client: Queryable, outcome: Outcome, claimed: ReadonlyMap<string, InboxEntry>): Promise<void> {
  const { reservations, reserved, movements } = outcome
  // What one order lets go of another may take in the same batch: then there are reservations to keep although no sum changes.
  if (reserved.length > 0 || reservations.length > 0) {
    await read(client, hold, [...reservationColumns(reservations), ...reservedColumns(reserved)])
  }
  if (movements.length > 0) await read(client, move, movementColumns(movements))
  const corrections = [...outcome.inbox].filter(([key, entry]) => differs(claimed.get(key), entry))
  if (corrections.length > 0) await read(client, correct, inboxColumns(corrections))
}

/** Answers are the same object where they say the same, except refusals with their figures: those are always corrections. */
const differs = (claim: InboxEntry | undefined, entry: InboxEntry): boolean =>
  claim?.fingerprint !== entry.fingerprint || claim.answer !== entry.answer

/** Reservations as the arrays of their columns. */
export const reservationColumns = (reservations: readonly NewReservation[]): unknown[] => [
  reservations.map(({ orderId }) => orderId),
  reservations.map(({ variantId }) => variantId),
  reservations.map(({ locationId }) => locationId),
  reservations.map(({ quantity }) => quantity),
  reservations.map(({ expiresAt }) => expiresAt),
]

/** By how much the reserved pieces of places change, likewise. */
export const reservedColumns = (reserved: readonly Piece[]): unknown[] => [
  reserved.map(({ variantId }) => variantId),
  reserved.map(({ locationId }) => locationId),
  reserved.map(({ quantity }) => quantity),
]

/** Movements likewise, each with an id of its own. */
export const movementColumns = (movements: readonly NewMovement[]): unknown[] => [
  movements.map(() => newId('Movement')),
  movements.map(({ orderId }) => orderId),
  movements.map(({ variantId }) => variantId),
  movements.map(({ locationId }) => locationId),
  movements.map(({ quantity, reason }) => (reason === 'SOLD' ? -quantity : quantity)),
  movements.map(({ reason }) => reason),
]
