import type { Queryable } from '@agora/database/transaction.ts'

import { pairsOf, WINDOW, type Pairs } from './pairs.ts'

/** What an order teaches. */
export interface Sale {
  readonly orderId: string
  readonly buyer: string
  /** Each product once, or more often: it counts once. */
  readonly productIds: readonly string[]
  readonly at: Date
}

const PARTNERS = `SELECT product_id AS id FROM purchases WHERE buyer = $1 AND NOT product_id = ANY ($2) ORDER BY last_at DESC, product_id LIMIT ${WINDOW}`

const BUY = `INSERT INTO purchases AS p (buyer, product_id, orders, last_at) SELECT $1, id, 1, $3 FROM unnest($2::text[]) AS id ORDER BY id
  ON CONFLICT (buyer, product_id) DO UPDATE SET orders = p.orders + 1, last_at = greatest(p.last_at, excluded.last_at)
  RETURNING product_id AS id, orders = 1 AS fresh`

const COUNT_BUYERS = `INSERT INTO products AS p (product_id, buyers) SELECT id, 1 FROM unnest($1::text[]) AS id ORDER BY id
  ON CONFLICT (product_id) DO UPDATE SET buyers = p.buyers + 1`

const COUNT_PAIRS = `INSERT INTO product_pairs AS p (first, second, buyers) SELECT f, s, 1 FROM unnest($1::text[], $2::text[]) AS u(f, s)
  ON CONFLICT (first, second) DO UPDATE SET buyers = p.buyers + 1`

const REMEMBER = 'INSERT INTO learned_orders (order_id, buyer, product_ids, fresh, partners) VALUES ($1, $2, $3, $4, $5)'

/**
 * Takes an order in: what the buyer had not bought before is paired with what was bought shortly before, in the same order or in
 * earlier ones. The work is bounded by the order's size and not by the buyer's history. Once an order: the caller's inbox, and the primary key of `learned_orders`, see to it.
 */
export async function learnOrder(client: Queryable, { orderId, buyer, productIds, at }: Sale): Promise<void> {
  const bought = [...new Set(productIds)].toSorted()
  const newest = (await client.query<{ id: string }>(PARTNERS, [buyer, bought])).rows.map(({ id }) => id)
  const partners = newest.toReversed()
  const { rows } = await client.query<{ id: string; fresh: boolean }>(BUY, [buyer, bought, at])
  const fresh = rows.flatMap(({ id, fresh: isFresh }) => (isFresh ? [id] : [])).toSorted()
  await client.query(COUNT_BUYERS, [fresh])
  await countPairs(client, COUNT_PAIRS, pairsOf(fresh, partners))
  await client.query(REMEMBER, [orderId, buyer, bought, fresh, partners])
}

const FORGET = 'DELETE FROM learned_orders WHERE order_id = $1 RETURNING buyer, product_ids AS "productIds", fresh, partners'

const RETURN = 'UPDATE purchases SET orders = orders - 1 WHERE buyer = $1 AND product_id = ANY ($2) AND orders > 1 RETURNING product_id AS id'

const GIVE_BACK = 'DELETE FROM purchases WHERE buyer = $1 AND product_id = ANY ($2) RETURNING product_id AS id'

const UNCOUNT_BUYERS = 'UPDATE products SET buyers = greatest(buyers - 1, 0) WHERE product_id = ANY ($1)'

const UNCOUNT_PAIRS = `UPDATE product_pairs p SET buyers = greatest(p.buyers - 1, 0) FROM unnest($1::text[], $2::text[]) AS u(f, s) WHERE p.first = f AND p.second = s`

interface Learned {
  readonly buyer: string
  readonly productIds: readonly string[]
  readonly fresh: readonly string[]
  readonly partners: readonly string[]
}

/** Takes back what a cancelled order taught; answers its buyer, or null for an order that taught nothing. */
export async function unlearnOrder(client: Queryable, orderId: string): Promise<string | null> {
  const [learned] = (await client.query<Learned>(FORGET, [orderId])).rows
  if (learned === undefined) return null
  const { buyer, productIds, fresh, partners } = learned
  const kept = new Set((await client.query<{ id: string }>(RETURN, [buyer, productIds])).rows.map(({ id }) => id))
  const gone = productIds.filter((id) => !kept.has(id))
  await client.query(GIVE_BACK, [buyer, gone])
  await client.query(UNCOUNT_BUYERS, [gone])
  // What the buyer has bought in another order since is still a pair.
  const lost = fresh.filter((id) => !kept.has(id))
  await countPairs(client, UNCOUNT_PAIRS, pairsAmong(lost, pairsOf(fresh, partners)))
  return buyer
}

async function countPairs(client: Queryable, statement: string, { first, second }: Pairs): Promise<void> {
  if (first.length > 0) await client.query(statement, [first, second])
}

/** The pairs that one of these products is in. */
function pairsAmong(products: readonly string[], { first, second }: Pairs): Pairs {
  const chosen = new Set(products)
  const places = first.flatMap((one, nth) => (chosen.has(one) || chosen.has(second[nth] ?? '') ? [nth] : []))
  return { first: places.map((nth) => first[nth] ?? ''), second: places.map((nth) => second[nth] ?? '') }
}
