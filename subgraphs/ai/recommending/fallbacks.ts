import type { Queryable } from '@agora/database/transaction.ts'

import { AVAILABLE } from './available.ts'
import { MAX_LIST, type Recommendation } from './recommendation.ts'

const POPULAR = `
  SELECT p.product_id AS "productId" FROM products p WHERE ${AVAILABLE} AND NOT p.product_id = ANY ($1)
  ORDER BY p.buyers DESC, p.product_id LIMIT ${MAX_LIST}`

/** What most people bought, for whom nothing better is known. */
export async function popular(db: Queryable, exclude: readonly string[]): Promise<Recommendation[]> {
  const { rows } = await db.query<{ productId: string }>(POPULAR, [exclude])
  return rows.map(({ productId }) => ({ productId, reason: 'POPULAR', because: null }))
}

const SAME_CATEGORY = `
  SELECT o.product_id AS because, n.product_id AS "productId" FROM products o CROSS JOIN LATERAL (
    SELECT p.product_id, p.buyers FROM products p
    WHERE p.category_id = o.category_id AND p.category_id <> '' AND ${AVAILABLE} AND p.product_id <> o.product_id
    ORDER BY p.buyers DESC, p.product_id LIMIT ${MAX_LIST}
  ) n WHERE o.product_id = ANY ($1) ORDER BY o.product_id, n.buyers DESC, n.product_id`

/** What sells best beside each of these products; one statement for all of them. */
export async function sameCategoryEach(db: Queryable, productIds: readonly string[]): Promise<Map<string, Recommendation[]>> {
  const { rows } = await db.query<{ productId: string; because: string }>(SAME_CATEGORY, [productIds])
  const found = rows.map(({ productId, because }) => ({ productId, reason: 'SAME_CATEGORY', because }) as const)
  return Map.groupBy(found, ({ because }) => because)
}

const AGAIN = `
  SELECT u.product_id AS "productId" FROM purchases u JOIN products p USING (product_id)
  WHERE u.buyer = $1 AND u.orders > 1 AND ${AVAILABLE}
  ORDER BY u.orders DESC, u.last_at DESC, u.product_id LIMIT ${MAX_LIST}`

/** What somebody bought in more than one order, most often first: of everything tried, own frequency tells the next basket best. */
export async function boughtAgain(db: Queryable, buyer: string): Promise<Recommendation[]> {
  const { rows } = await db.query<{ productId: string }>(AGAIN, [buyer])
  return rows.map(({ productId }) => ({ productId, reason: 'BUY_AGAIN', because: null }))
}
