import type { Principal } from '@agora/security/viewer.ts'

import type { Cart } from '../cart/cart.ts'
import { orderNumberOf } from '../order/sold.ts'
import type { PricedOrder } from '../totals/priceOrder.ts'
import type { BasketLine } from './basketOf.ts'
import type { CheckoutInput } from './checkoutInput.ts'
import type { Placement } from './placement.ts'

const DAY_MS = 24 * 3_600_000
/** How long whom an order was for is remembered, in milliseconds: a warranty, and the months in which it may be contested. */
export const CONTACT_KEPT_MS = 3 * 365 * DAY_MS

/** All that an order is made of. */
export interface Ordered {
  readonly orderId: string
  readonly contactId: string
  readonly viewer: Principal
  readonly cart: Cart
  readonly lines: readonly BasketLine[]
  readonly priced: PricedOrder
  readonly input: CheckoutInput
  readonly requestHash: Buffer
  readonly now: Date
  /** How long the order waits for its payment, in milliseconds. */
  readonly waitMs: number
}

/** What is written with the first event: the event without anything personal, and what is personal beside it. */
export function placementOf({ orderId, contactId, viewer, cart, lines, priced, input, requestHash, now, waitMs }: Ordered): Placement {
  const { contact, shippingAddress, billingAddress, paymentMethod, returnUrl } = input
  return {
    orderId,
    cartVersion: cart.version,
    placed: {
      orderNumber: orderNumberOf(orderId),
      buyer: viewer.sub,
      cartId: cart.id,
      contactId,
      currency: cart.currencyCode,
      lines: lines.map(({ stored }) => stored),
      totals: priced.totals,
      shippingMethodId: input.shippingMethodId,
      shippingMethodCode: priced.shippingMethodCode,
      placedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + waitMs).toISOString(),
    },
    contact: {
      id: contactId,
      orderId,
      ...contact,
      shippingAddress,
      billingAddress,
      createdAt: now,
      expiresAt: new Date(now.getTime() + CONTACT_KEPT_MS),
    },
    means: { paymentMethod, returnUrl },
    request: { actorSub: viewer.sub, key: input.idempotencyKey, hash: requestHash },
  }
}
