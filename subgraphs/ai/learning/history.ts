import type { Queryable } from '@agora/database/transaction.ts'

import { countPairs, difference, uncountPairs } from './countPairs.ts'
import { pairsOf } from './pairs.ts'
import type { Bought, Sale, Taught } from './replay.ts'

/** An order that was learned from. */
export interface Learned extends Sale, Taught {}

/**
 * The late-event rule: an order takes its place among its buyer's orders by the time at which it happened, as long as no more of them than these happened
 * after it. What comes later still is noted as bought, and paired with nothing.
 */
export const MOST_LATER = 20

// Two partitions may bring orders of one buyer at once; what either reads of the buyer must be what the other left.
const HOLD = `SELECT pg_advisory_xact_lock(hashtextextended('learning ' || $1, 0))`

/** Holds a buyer's orders until the transaction ends. */
export async function holdBuyer(client: Queryable, buyer: string): Promise<void> {
  await client.query(HOLD, [buyer])
}

const LATER = `SELECT order_id AS "orderId", buyer, product_ids AS "productIds", fresh, partners, at FROM learned_orders
  WHERE buyer = $1 AND (at, order_id) > ($2, $3) ORDER BY at, order_id LIMIT ${MOST_LATER + 1}`

/** The buyer's orders that happened after this one, first of them first; one more than the rule allows tells that it came too late. */
export async function laterOrders(client: Queryable, { buyer, at, orderId }: Pick<Sale, 'buyer' | 'at' | 'orderId'>): Promise<Learned[]> {
  return (await client.query<Learned>(LATER, [buyer, at, orderId])).rows
}

const BEFORE = `SELECT id, max(at) AS at FROM learned_orders, unnest(product_ids) AS id
  WHERE buyer = $1 AND (at, order_id) < ($2, $3) GROUP BY id`

/** What the buyer had bought before this order happened. */
export async function boughtBefore(client: Queryable, { buyer, at, orderId }: Pick<Sale, 'buyer' | 'at' | 'orderId'>): Promise<Bought> {
  const { rows } = await client.query<{ id: string; at: Date }>(BEFORE, [buyer, at, orderId])
  return new Map(rows.map((row) => [row.id, row.at]))
}

const AMEND = `UPDATE learned_orders l SET fresh = t.fresh, partners = t.partners
  FROM jsonb_to_recordset($1::jsonb) AS t("orderId" text, fresh text[], partners text[]) WHERE l.order_id = t."orderId"`

/** Puts in the place of what some orders of one buyer taught what they teach now. */
export async function teachAgain(client: Queryable, taught: readonly Taught[], now: readonly Taught[]): Promise<void> {
  const pairs = (some: readonly Taught[]) => some.map(({ fresh, partners }) => pairsOf(fresh, partners))
  const { gone, come } = difference(pairs(taught), pairs(now))
  await uncountPairs(client, gone)
  await countPairs(client, come)
  await client.query(AMEND, [JSON.stringify(now.map(({ orderId, fresh, partners }) => ({ orderId, fresh, partners })))])
}
