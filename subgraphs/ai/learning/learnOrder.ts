import type { Queryable } from '@agora/database/transaction.ts'

import { countPairs, uncountPairs } from './countPairs.ts'
import { boughtBefore, holdBuyer, laterOrders, MOST_LATER, teachAgain, type Learned } from './history.ts'
import { pairsOf, WINDOW, type Pairs } from './pairs.ts'
import { replay, type Sale } from './replay.ts'

const PARTNERS = `SELECT product_id AS id FROM purchases WHERE buyer = $1 AND NOT product_id = ANY ($2) ORDER BY last_at DESC, product_id LIMIT ${WINDOW}`

const BUY = `INSERT INTO purchases AS p (buyer, product_id, orders, last_at) SELECT $1, id, 1, $3 FROM unnest($2::text[]) AS id ORDER BY id
  ON CONFLICT (buyer, product_id) DO UPDATE SET orders = p.orders + 1, last_at = greatest(p.last_at, excluded.last_at)
  RETURNING product_id AS id, orders = 1 AS fresh`

const COUNT_BUYERS = `INSERT INTO products AS p (product_id, buyers) SELECT id, 1 FROM unnest($1::text[]) AS id ORDER BY id
  ON CONFLICT (product_id) DO UPDATE SET buyers = p.buyers + 1`

const REMEMBER = 'INSERT INTO learned_orders (order_id, buyer, product_ids, fresh, partners, at) VALUES ($1, $2, $3, $4, $5, $6)'

/**
 * Takes an order in: what the buyer had not bought before it happened is paired with what was bought shortly before, in the same order or in
 * earlier ones. What is counted is the same in whatever order a buyer's orders come, within the rule of `MOST_LATER`; false for an order beyond it.
 * The work is bounded by the order's size and not by the buyer's history, unless the order comes late. Once an order: the caller's inbox, and the
 * primary key of `learned_orders`, see to it.
 */
export async function learnOrder(client: Queryable, sale: Sale): Promise<boolean> {
  const { orderId, buyer, at } = sale
  const bought = [...new Set(sale.productIds)].toSorted()
  await holdBuyer(client, buyer)
  const later = await laterOrders(client, sale)
  const newest = later.length > 0 ? [] : (await client.query<{ id: string }>(PARTNERS, [buyer, bought])).rows.map(({ id }) => id)
  const { rows } = await client.query<{ id: string; fresh: boolean }>(BUY, [buyer, bought, at])
  const first = rows.flatMap(({ id, fresh }) => (fresh ? [id] : [])).toSorted()
  await client.query(COUNT_BUYERS, [first])
  const taught = later.length > 0 ? { fresh: [], partners: [] } : { fresh: first, partners: newest.toReversed() }
  await client.query(REMEMBER, [orderId, buyer, bought, taught.fresh, taught.partners, at])
  await countPairs(client, pairsOf(taught.fresh, taught.partners))
  if (later.length > MOST_LATER) return false
  if (later.length > 0) await teachAgain(client, later, replay(await boughtBefore(client, sale), [sale, ...later]))
  return true
}

const BUYER = 'SELECT buyer FROM learned_orders WHERE order_id = $1'

const FORGET = `DELETE FROM learned_orders WHERE order_id = $1
  RETURNING order_id AS "orderId", buyer, product_ids AS "productIds", fresh, partners, at`

const RETURN = `UPDATE purchases p SET orders = orders - 1,
    last_at = coalesce((SELECT max(l.at) FROM learned_orders l WHERE l.buyer = $1 AND p.product_id = ANY (l.product_ids)), last_at)
  WHERE buyer = $1 AND product_id = ANY ($2) AND orders > 1 RETURNING product_id AS id`

const GIVE_BACK = 'DELETE FROM purchases WHERE buyer = $1 AND product_id = ANY ($2) RETURNING product_id AS id'

const UNCOUNT_BUYERS = 'UPDATE products SET buyers = greatest(buyers - 1, 0) WHERE product_id = ANY ($1)'

/** What became of an order that was taken back. */
export interface Unlearned {
  readonly buyer: string
  /** False when too many orders of the buyer happened after it: what they taught together with it stays. */
  readonly inTime: boolean
}

/** Takes back what a cancelled order taught, as if it had never been; null for an order that taught nothing. */
export async function unlearnOrder(client: Queryable, orderId: string): Promise<Unlearned | null> {
  const [known] = (await client.query<{ buyer: string }>(BUYER, [orderId])).rows
  if (known === undefined) return null
  await holdBuyer(client, known.buyer)
  const [learned] = (await client.query<Learned>(FORGET, [orderId])).rows
  if (learned === undefined) return null
  const { buyer, productIds, fresh, partners } = learned
  const kept = new Set((await client.query<{ id: string }>(RETURN, [buyer, productIds])).rows.map(({ id }) => id))
  const gone = productIds.filter((id) => !kept.has(id))
  await client.query(GIVE_BACK, [buyer, gone])
  await client.query(UNCOUNT_BUYERS, [gone])
  const later = await laterOrders(client, learned)
  const inTime = later.length <= MOST_LATER
  if (inTime) await teachAgain(client, [learned, ...later], replay(await boughtBefore(client, learned), later))
  // What the buyer has bought in another order since is still a pair.
  else await uncountPairs(client, pairsAmong(gone, pairsOf(fresh, partners)))
  return { buyer, inTime }
}

/** The pairs that one of these products is in. */
function pairsAmong(products: readonly string[], { first, second }: Pairs): Pairs {
  const chosen = new Set(products)
  const places = first.flatMap((one, nth) => (chosen.has(one) || chosen.has(second[nth] ?? '') ? [nth] : []))
  return { first: places.map((nth) => first[nth] ?? ''), second: places.map((nth) => second[nth] ?? '') }
}
