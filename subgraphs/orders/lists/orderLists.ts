import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { liveGeneration } from '@agora/event-store/projection.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { OrderFilter } from './orderFilter.ts'

/** Where an order stands in its list. */
export interface Listed {
  readonly orderId: string
  readonly placedAt: Date
  readonly updatedAt: Date
}

/** In which order orders are listed. */
export type OrderSort = 'NEWEST' | 'OLDEST' | 'LAST_CHANGED'
/** A moment and an id: no two orders stand at the same place. */
export type ListPosition = readonly [at: string, orderId: string]

const values = z.tuple([z.iso.datetime(), z.string().max(64)])
const by = (name: string, at: (listed: Listed) => Date): ListOrder<Listed, ListPosition> => ({
  name,
  values,
  positionOf: (listed) => [at(listed).toISOString(), listed.orderId],
})

/** How each sort goes on from a cursor. */
export const listOrders: Readonly<Record<OrderSort, ListOrder<Listed, ListPosition>>> = {
  NEWEST: by('orders newest', ({ placedAt }) => placedAt),
  OLDEST: by('orders oldest', ({ placedAt }) => placedAt),
  LAST_CHANGED: by('orders changed', ({ updatedAt }) => updatedAt),
}

const WANTED = `
generation = ${liveGeneration('order_summaries')}
   and ($1::text[] is null or status = any($1)) and ($2::text is null or buyer = $2) and ($3::text is null or order_number = $3)
   and ($4::boolean is null or needs_attention = $4) and ($5::text is null or currency = $5)
   and ($6::timestamptz is null or placed_at >= $6) and ($7::timestamptz is null or placed_at < $7)`

const listBy = (column: 'placed_at' | 'updated_at', direction: 'asc' | 'desc'): string => `
select order_id as "orderId", placed_at as "placedAt", updated_at as "updatedAt" from order_summaries
 where ${WANTED} and ($8::timestamptz is null or (${column}, order_id) ${direction === 'asc' ? '>' : '<'} ($8, $9))
 order by ${column} ${direction}, order_id ${direction}
 limit $10`

const statements: Readonly<Record<OrderSort, string>> = {
  NEWEST: listBy('placed_at', 'desc'),
  OLDEST: listBy('placed_at', 'asc'),
  LAST_CHANGED: listBy('updated_at', 'desc'),
}

const valuesOf = ({ status, buyerId, number, needsAttention, currencyCode, placedFrom, placedBefore }: OrderFilter): unknown[] =>
  [status, buyerId, number, needsAttention, currencyCode, placedFrom, placedBefore].map((value) => value ?? null)

/** What is listed, and how. */
export interface ListQuestion {
  readonly filter: OrderFilter
  readonly sort: OrderSort
}

/** One page of a list. Planned for its values: which of the filters are given decides which index serves. */
export async function listOrderIds(database: Queryable, { filter, sort }: ListQuestion, page: Page<Listed, ListPosition>): Promise<Listed[]> {
  const [at = null, orderId = null] = page.position ?? []
  const { rows } = await database.query<Listed>(statements[sort], [...valuesOf(filter), at, orderId, page.fetch])
  return rows
}

/** How many fit. */
export async function countOrders(database: Queryable, filter: OrderFilter): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from order_summaries where ${WANTED}`, valuesOf(filter))
  return rows[0]?.count ?? 0
}
