import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { Connection, ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import { epoch, number, read, text, type Row } from '../database/read.ts'
import { toLocation, type Location } from './stockReads.ts'

/** A change of stock. */
export interface Movement {
  readonly id: string
  readonly location: Location
  readonly delta: number
  readonly reason: string
  readonly actor: string
  readonly createdAt: number
  readonly orderId: string | null
}

/** A page of movements, which knows whose they are. */
export interface MovementList extends Connection<Movement> {
  readonly variantId: string
}

type MovementPosition = readonly [createdAt: number, id: string]

/** Newest first; the cursor belongs to one variant. */
export const movementOrder = (variantId: string): ListOrder<Movement, MovementPosition> => ({
  name: `movements ${variantId}`,
  values: z.tuple([z.int().min(0).max(8.64e15), z.string().refine((id) => isId('Movement', id))]),
  positionOf: ({ createdAt, id }) => [createdAt, id],
})

const page = {
  name: 'movement_page',
  text: `SELECT l.id, l.code, l.name, m.id, m.delta, m.reason, m.actor, ${epoch('m.created_at')}, m.order_id
    FROM movement m JOIN location l ON l.id = m.location_id
    WHERE m.variant_id = $1 AND ($2::float8 IS NULL OR (m.created_at, m.id) < (to_timestamp($2::float8 / 1000), $3::text))
    ORDER BY m.created_at DESC, m.id DESC LIMIT $4`,
}
const count = { name: 'movement_count', text: 'SELECT count(*) FROM movement WHERE variant_id = $1' }

/** One page of a variant's ledger. */
export async function listMovements(
  database: Queryable,
  variantId: string,
  { position, fetch }: Page<Movement, MovementPosition>,
): Promise<Movement[]> {
  const [createdAt = null, id = null] = position ?? []
  return (await read(database, page, [variantId, createdAt, id, fetch])).map(toMovement)
}

/** How many movements a variant has had. */
export async function countMovements(database: Queryable, variantId: string): Promise<number> {
  const [row] = await read(database, count, [variantId])
  return row === undefined ? 0 : number(row, 0)
}

function toMovement(row: Row): Movement {
  return {
    location: toLocation(row),
    id: text(row, 3),
    delta: number(row, 4),
    reason: text(row, 5),
    actor: text(row, 6),
    createdAt: number(row, 7),
    orderId: row[8] ?? null,
  }
}
