import type { Queryable } from '@agora/database/transaction.ts'

import { AVAILABLE } from './available.ts'
import { MAX_LIST, type Recommendation } from './recommendation.ts'

/** So many of somebody's newest purchases speak for them. */
const NEWEST = 30

/** Each earlier day of buying counts so much less. */
const FADING = 0.9

/** A product that speaks for what is wanted, and how loudly. */
interface Anchors {
  readonly productIds: readonly string[]
  readonly weights: readonly number[]
}

// Affinity of two products = people who bought both / sqrt(people who bought one × people who bought the other): the cosine between their columns of
// buyers. A candidate's score is the sum over the anchors. A pair is stored once, so it is looked up from both sides.
const NEAR = `
  WITH anchors AS (
    SELECT a.product_id, a.weight / sqrt(p.buyers) AS weight
    FROM unnest($1::text[], $2::float8[]) AS a(product_id, weight) JOIN products p USING (product_id) WHERE p.buyers > 0
  ), near AS (
    SELECT n.candidate, sum(n.score) AS score FROM (
      SELECT pp.second AS candidate, a.weight * pp.buyers AS score FROM anchors a JOIN product_pairs pp ON pp.first = a.product_id
      UNION ALL
      SELECT pp.first, a.weight * pp.buyers FROM anchors a JOIN product_pairs pp ON pp.second = a.product_id
    ) n GROUP BY n.candidate
  ), best AS (
    SELECT near.candidate, near.score / sqrt(p.buyers) AS score
    FROM near JOIN products p ON p.product_id = near.candidate
    WHERE near.score > 0 AND p.buyers > 0 AND NOT near.candidate = ANY ($3) AND ${AVAILABLE}
    ORDER BY 2 DESC, 1 LIMIT ${MAX_LIST}
  )
  SELECT best.candidate AS "productId", loudest.product_id AS because
  FROM best CROSS JOIN LATERAL (
    SELECT a.product_id FROM anchors a JOIN product_pairs pp
      ON pp.first = least(a.product_id, best.candidate) AND pp.second = greatest(a.product_id, best.candidate)
    ORDER BY a.weight * pp.buyers DESC, a.product_id LIMIT 1
  ) loudest
  ORDER BY best.score DESC, best.candidate`

/** What people buy who bought these, best first. */
async function nearTo(db: Queryable, { productIds, weights }: Anchors, exclude: readonly string[]): Promise<Recommendation[]> {
  if (productIds.length === 0) return []
  const { rows } = await db.query<{ productId: string; because: string }>(NEAR, [productIds, weights, exclude])
  return rows.map(({ productId, because }) => ({ productId, reason: 'BOUGHT_TOGETHER', because }))
}

/** What goes with these products together, none of the excluded ones among the answers. */
export function boughtTogether(db: Queryable, productIds: readonly string[], exclude: readonly string[]): Promise<Recommendation[]> {
  return nearTo(db, { productIds, weights: productIds.map(() => 1) }, exclude)
}

/** All that somebody has bought. */
export async function boughtBy(db: Queryable, buyer: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>('SELECT product_id AS id FROM purchases WHERE buyer = $1', [buyer])
  return rows.map(({ id }) => id)
}

// One anchor each, so its own count of buyers changes no order and is left out.
const NEAR_EACH = `
  SELECT a.id AS because, n.candidate AS "productId" FROM unnest($1::text[]) AS a(id) CROSS JOIN LATERAL (
    SELECT c.candidate, c.buyers / sqrt(p.buyers) AS score FROM (
      SELECT second AS candidate, buyers FROM product_pairs WHERE first = a.id
      UNION ALL
      SELECT first, buyers FROM product_pairs WHERE second = a.id
    ) c JOIN products p ON p.product_id = c.candidate
    WHERE c.buyers > 0 AND p.buyers > 0 AND ${AVAILABLE}
    ORDER BY 2 DESC, 1 LIMIT ${MAX_LIST}
  ) n ORDER BY a.id, n.score DESC, n.candidate`

/** What people buy who bought each of these, by product; one statement for all of them. */
export async function boughtTogetherEach(db: Queryable, productIds: readonly string[]): Promise<Map<string, Recommendation[]>> {
  const { rows } = await db.query<{ productId: string; because: string }>(NEAR_EACH, [productIds])
  const found = rows.map(({ productId, because }) => ({ productId, reason: 'BOUGHT_TOGETHER', because }) as const)
  return Map.groupBy(found, ({ because }) => because)
}

interface Bought {
  readonly productId: string
  readonly age: string
}

const HISTORY = `
  SELECT product_id AS "productId", dense_rank() OVER (ORDER BY last_at DESC) - 1 AS age FROM purchases WHERE buyer = $1
  ORDER BY last_at DESC, product_id`

/** What somebody may like, by everything they bought; nothing that they have. */
export async function discover(db: Queryable, buyer: string): Promise<{ readonly found: Recommendation[]; readonly bought: readonly string[] }> {
  const { rows } = await db.query<Bought>(HISTORY, [buyer])
  const bought = rows.map(({ productId }) => productId)
  const newest = rows.slice(0, NEWEST)
  const weights = newest.map(({ age }) => FADING ** Number(age))
  return { found: await nearTo(db, { productIds: newest.map(({ productId }) => productId), weights }, bought), bought }
}
