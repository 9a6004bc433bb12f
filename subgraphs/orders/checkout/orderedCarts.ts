import type { Queryable } from '@agora/database/transaction.ts'

import { changed, TAKE_OUT, type BoughtLines, type OrderedCart, type Said } from './boughtLines.ts'
import { takeOutMerged } from './mergedCarts.ts'

/** Closes the carts of these orders that are as they were priced, which is nearly all. */
export const closeCarts = (orderIds: string): string => `
update carts c set status = 'ORDERED', version = c.version + 1, updated_at = now()
  from checkouts o
 where o.order_id = any(${orderIds}::text[]) and c.id = o.cart_id and c.status = 'ACTIVE' and c.version = o.cart_version
returning c.id, c.owner_sub as owner, c.version, o.order_id as "orderId"`
const CLOSE = closeCarts('$1')

// The others, locked in the order of their ids.
const LOCK_CHANGED = `
select c.id, c.owner_sub as owner, c.version, o.order_id as "orderId"
  from checkouts o
  join carts c on c.id = o.cart_id
 where o.order_id = any($1::text[]) and c.status = 'ACTIVE'
 order by c.id
   for update of c`

const CLOSE_EMPTY = `update carts set status = 'ORDERED', version = version + 1, updated_at = now() where id = $1`

const RENAME = `
update carts set id = $2, version = version + 1, updated_at = now()
 where id = $1 and exists (select from cart_lines where cart_id = $1) returning version, array(select l.variant_id from cart_lines l where l.cart_id = carts.id) as "variantIds"`

/**
 * Closes the carts of orders that were confirmed, and answers what is to be said of them. A cart that its owner changed meanwhile keeps what
 * was not bought, under a new id, because a cart is bought once. What was bought leaves the cart that a guest's went into as well.
 */
export async function closeOrderedCarts(client: Queryable, orders: readonly BoughtLines[], newCartId: () => string): Promise<Said[]> {
  if (orders.length === 0) return []
  const linesOf = new Map(orders.map(({ orderId, lines }) => [orderId, lines]))
  const values = [[...linesOf.keys()]]
  const closed = await client.query<OrderedCart>({ name: 'carts_ordered', text: CLOSE, values })
  const said = closed.rows.map((cart) => changed(cart.id, cart, []))
  if (closed.rows.length === orders.length) return said
  const { rows } = await client.query<OrderedCart>(LOCK_CHANGED, values)
  for (const cart of rows) said.push(...(await keepRest(client, { cart, lines: linesOf.get(cart.orderId) ?? [], newId: newCartId() })))
  if (closed.rows.length + rows.length < orders.length) said.push(...(await takeOutMerged(client, linesOf)))
  return said
}

interface Rest {
  readonly cart: OrderedCart
  readonly lines: BoughtLines['lines']
  readonly newId: string
}

async function keepRest(client: Queryable, { cart, lines, newId }: Rest): Promise<Said[]> {
  await client.query(TAKE_OUT, [cart.id, lines.map(({ variantId }) => variantId), lines.map(({ quantity }) => quantity)])
  const { rows } = await client.query<{ version: number; variantIds: string[] }>(RENAME, [cart.id, newId])
  const closed = changed(cart.id, { ...cart, version: cart.version + 1 }, [])
  if (rows[0] !== undefined) return [closed, changed(newId, { ...cart, version: rows[0].version }, rows[0].variantIds)]
  await client.query(CLOSE_EMPTY, [cart.id])
  return [closed]
}
