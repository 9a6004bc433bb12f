import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { Connection, ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import { epoch, number, read, text } from '../database/read.ts'
import { toLocation, type Location } from '../inventory/stockReads.ts'

/** Pieces of a variant that are held for an order in one location. */
export interface Reservation {
  readonly orderId: string
  readonly location: Location
  readonly quantity: number
  /** Milliseconds since 1970, as all times here. */
  readonly since: number
  readonly expiresAt: number
}

/** A page of reservations, which knows whose they are. */
export interface ReservationList extends Connection<Reservation> {
  readonly variantId: string
}

type ReservationPosition = readonly [since: number, orderId: string, locationId: string]

/** The longest held first; the cursor belongs to one variant. */
export const reservationOrder = (variantId: string): ListOrder<Reservation, ReservationPosition> => ({
  name: `reservations ${variantId}`,
  values: z.tuple([z.int().min(0).max(8.64e15), z.string().max(64), z.string().refine((id) => isId('Location', id))]),
  positionOf: ({ since, orderId, location }) => [since, orderId, location.id],
})

const page = {
  name: 'reservation_page',
  text: `SELECT l.id, l.code, l.name, r.order_id, r.quantity, ${epoch('r.created_at')}, ${epoch('r.expires_at')}
    FROM reservation r JOIN location l ON l.id = r.location_id
    WHERE r.variant_id = $1 AND ($2::float8 IS NULL OR (r.created_at, r.order_id, r.location_id) > (to_timestamp($2::float8 / 1000), $3::text, $4::text))
    ORDER BY r.created_at, r.order_id, r.location_id LIMIT $5`,
}
const count = { name: 'reservation_count', text: 'SELECT count(*) FROM reservation WHERE variant_id = $1' }

/** One page of what is held of a variant. */
export async function listReservations(
  database: Queryable,
  variantId: string,
  { position, fetch }: Page<Reservation, ReservationPosition>,
): Promise<Reservation[]> {
  const [since = null, orderId = null, locationId = null] = position ?? []
  const rows = await read(database, page, [variantId, since, orderId, locationId, fetch])
  return rows.map((row) => ({
    location: toLocation(row),
    orderId: text(row, 3),
    quantity: number(row, 4),
    since: number(row, 5),
    expiresAt: number(row, 6),
  }))
}

/** How many reservations of a variant there are. */
export async function countReservations(database: Queryable, variantId: string): Promise<number> {
  const [row] = await read(database, count, [variantId])
  return row === undefined ? 0 : number(row, 0)
}
