import type { CartEvent } from '../../../schema/events/carts.ts'

/** What a confirmed order bought, by variant. */
export interface BoughtLines {
  readonly orderId: string
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[]
}

/** A cart that an order changed. */
export interface OrderedCart {
  readonly id: string
  readonly owner: string
  readonly version: number
  readonly orderId: string
}

/** An event of a cart, with its stream. */
export interface Said {
  readonly orderId: string
  readonly stream: string
  readonly event: CartEvent
}

/** Takes pieces of variants out of a cart; what is more than that stays. */
export const TAKE_OUT = `
with bought as (select * from unnest($2::text[], $3::int[]) as b (variant_id, quantity)),
gone as (delete from cart_lines l using bought b where l.cart_id = $1 and l.variant_id = b.variant_id and l.quantity <= b.quantity)
update cart_lines l set quantity = l.quantity - b.quantity, version = l.version + 1
  from bought b where l.cart_id = $1 and l.variant_id = b.variant_id and l.quantity > b.quantity`

/** What is said of it. */
export function changed(stream: string, { owner, version, orderId }: OrderedCart, variantIds: string[]): Said {
  return { orderId, stream, event: { type: 'cart.changed', data: { cartId: stream, owner, cartVersion: version, variantIds } } }
}
