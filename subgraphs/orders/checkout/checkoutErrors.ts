import { fieldPath, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import type { Order } from '../order/order.ts'

/** Why a checkout is refused or failed; the enum `CheckoutErrorCode` of the graph. */
export type CheckoutErrorCode =
  | 'INVALID_INPUT'
  | 'CART_NOT_FOUND'
  | 'CART_EMPTY'
  | 'LINE_UNAVAILABLE'
  | 'NOT_PRICED'
  | 'INSUFFICIENT_STOCK'
  | 'CATALOGUE_UNAVAILABLE'
  | 'PRICE_CHANGED'
  | 'SHIPPING_METHOD_UNAVAILABLE'
  | 'AMOUNT_TOO_LARGE'
  | 'CART_IN_CHECKOUT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_EXPIRED'
  | 'CHECKOUT_FAILED'

/** A refusal as the graph shows it. */
export interface CheckoutRefusal extends InputFault {
  readonly code: CheckoutErrorCode
}

const refusal = (code: CheckoutErrorCode, message: string, ...path: readonly string[]): CheckoutRefusal => ({
  code,
  message,
  field: path.length === 0 ? null : fieldPath(...path),
})

/** Refusals whose sentences stay the same. */
export const checkoutRefusals = {
  cartNotFound: refusal('CART_NOT_FOUND', 'You have no such cart', 'cartId'),
  cartEmpty: refusal('CART_EMPTY', 'There is nothing in your cart'),
  catalogueUnavailable: refusal('CATALOGUE_UNAVAILABLE', 'The catalogue does not answer at present, try again shortly'),
  shippingMethodUnavailable: refusal('SHIPPING_METHOD_UNAVAILABLE', 'This cart cannot be brought there this way', 'shippingMethodId'),
  amountTooLarge: refusal('AMOUNT_TOO_LARGE', 'The total is beyond what can be reckoned with'),
  cartInCheckout: refusal('CART_IN_CHECKOUT', 'This cart has an order already', 'cartId'),
  keyReused: refusal('IDEMPOTENCY_KEY_REUSED', 'The idempotency key was used before with another input', 'idempotencyKey'),
} as const

/** A line of the cart cannot be bought as it is. */
export const lineRefusal = (code: 'LINE_UNAVAILABLE' | 'NOT_PRICED' | 'INSUFFICIENT_STOCK', sku: string): CheckoutRefusal =>
  refusal(code, LINES[code](sku))

const LINES = {
  LINE_UNAVAILABLE: (sku: string) => `${sku} is no longer sold: remove it`,
  NOT_PRICED: (sku: string) => `${sku} has no price in the currency of the cart`,
  INSUFFICIENT_STOCK: (sku: string) => `Fewer pieces of ${sku} can be had than are wanted`,
}

/** The total is another than the buyer was shown. */
export const priceChanged = (total: string): CheckoutRefusal =>
  refusal('PRICE_CHANGED', `The total is ${total} by now, in minor units`, 'expectedTotalMinor')

/** The first fault of a malformed input. */
export const invalidInput = (fault: InputFault): CheckoutRefusal => ({ code: 'INVALID_INPUT', ...fault })

const FAILED = refusal('CHECKOUT_FAILED', 'The order could not be finished, and nothing was charged: try again')
const SHORT = refusal('INSUFFICIENT_STOCK', 'Fewer pieces can be had than are wanted')

/** Why an order is no sale although nobody asked for that; undefined when all is well, or somebody did. */
export function failureOf({ phase, cancellation }: Order): CheckoutRefusal | undefined {
  if ((phase !== 'CANCELLED' && phase !== 'CANCELLING') || cancellation === null) return undefined
  switch (cancellation.code) {
    case 'CUSTOMER':
    case 'STAFF':
      return undefined
    case 'INSUFFICIENT_STOCK':
    case 'UNKNOWN_VARIANT':
      return SHORT
    case 'PAYMENT_EXPIRED':
      return refusal('PAYMENT_EXPIRED', 'The payment was not confirmed in time: try again')
    case 'STOCK_UNAVAILABLE':
    case 'PAYMENT_UNAVAILABLE':
    case 'GIVEN_UP':
    case 'RELEASED':
      return FAILED
    default:
      return refusal('PAYMENT_DECLINED', 'The payment was declined: try another one', 'paymentMethod')
  }
}
