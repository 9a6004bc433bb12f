import type { Queryable } from '@agora/database/transaction.ts'

import { changed, TAKE_OUT, type BoughtLines, type OrderedCart, type Said } from './boughtLines.ts'

// The carts of these orders were a guest's, who has signed in since. Where their lines went is locked in the order of ids.
const LOCK_INTO = `
select c.id, c.owner_sub as owner, c.version, o.order_id as "orderId", m.pieces
  from checkouts o
  join cart_merges m on m.cart_id = o.cart_id
  join carts c on c.id = m.into_id
 where o.order_id = any($1::text[]) and c.status = 'ACTIVE'
 order by c.id, o.order_id
   for update of c`

const TOUCH = `
update carts set version = version + 1, updated_at = now()
 where id = $1 returning version, array(select l.variant_id from cart_lines l where l.cart_id = carts.id) as "variantIds"`

interface IntoCart extends OrderedCart {
  /** How many pieces of each variant came from the guest's cart. */
  readonly pieces: Readonly<Record<string, number>>
}

/**
 * Takes what these orders bought out of the carts that theirs were merged into, and answers what is to be said of them: of what came along, no more
 * than was bought. A cart that was ordered itself meanwhile stays as it is.
 */
export async function takeOutMerged(client: Queryable, linesOf: ReadonlyMap<string, BoughtLines['lines']>): Promise<Said[]> {
  const { rows } = await client.query<IntoCart>(LOCK_INTO, [[...linesOf.keys()]])
  const said: Said[] = []
  for (const { pieces, ...cart } of rows) {
    const lines = (linesOf.get(cart.orderId) ?? []).filter(({ variantId }) => (pieces[variantId] ?? 0) > 0)
    const quantities = lines.map(({ variantId, quantity }) => Math.min(quantity, pieces[variantId] ?? 0))
    await client.query(TAKE_OUT, [cart.id, lines.map(({ variantId }) => variantId), quantities])
    const touched = await client.query<{ version: number; variantIds: string[] }>(TOUCH, [cart.id])
    const [now] = touched.rows
    if (now !== undefined) said.push(changed(cart.id, { ...cart, version: now.version }, now.variantIds))
  }
  return said
}
