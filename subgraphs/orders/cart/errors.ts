import { fieldPath, type InputFault } from '@agora/subgraph-kit/readInput.ts'

/** Why a change of a cart is refused; the enum `CartErrorCode` of the graph. */
export type CartErrorCode =
  | 'INVALID_INPUT'
  | 'VARIANT_UNAVAILABLE'
  | 'NOT_PRICED'
  | 'QUANTITY_TOO_LARGE'
  | 'CART_FULL'
  | 'CART_NOT_FOUND'
  | 'LINE_NOT_FOUND'
  | 'VERSION_CONFLICT'
  | 'CATALOGUE_UNAVAILABLE'
  | 'IDENTITY_UNAVAILABLE'
  | 'GUEST_TOKEN_INVALID'
  | 'IDEMPOTENCY_KEY_REUSED'

/** A refusal as the graph shows it. Nothing was changed. */
export interface CartRefusal extends InputFault {
  readonly code: CartErrorCode
}

/** Every refusal but INVALID_INPUT, whose sentence names the bound that was missed. */
export const refusals = {
  variantUnavailable: { code: 'VARIANT_UNAVAILABLE', message: 'There is no such variant on sale', field: fieldPath('variantId') },
  notPriced: { code: 'NOT_PRICED', message: 'The variant has no price in the currency of the cart', field: fieldPath('variantId') },
  quantityTooLarge: { code: 'QUANTITY_TOO_LARGE', message: 'A line holds at most 99 pieces', field: fieldPath('quantity') },
  cartFull: { code: 'CART_FULL', message: 'A cart holds at most 100 lines', field: null },
  cartNotFound: { code: 'CART_NOT_FOUND', message: 'You have no cart', field: null },
  lineNotFound: { code: 'LINE_NOT_FOUND', message: 'Your cart has no such line', field: fieldPath('lineId') },
  versionConflict: { code: 'VERSION_CONFLICT', message: 'It was changed since you read it: read it again', field: fieldPath('expectedVersion') },
  catalogueUnavailable: { code: 'CATALOGUE_UNAVAILABLE', message: 'The catalogue does not answer at present, try again shortly', field: null },
  identityUnavailable: { code: 'IDENTITY_UNAVAILABLE', message: 'Tokens cannot be checked at present, try again shortly', field: null },
  guestTokenInvalid: { code: 'GUEST_TOKEN_INVALID', message: 'This is not the token of a living guest session', field: fieldPath('guestToken') },
  keyReused: {
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: 'The idempotency key was used before with another input',
    field: fieldPath('idempotencyKey'),
  },
} as const satisfies Record<string, CartRefusal>

/** The refusal of an input that is malformed or out of bounds. */
export const invalidInput = (fault: InputFault): CartRefusal => ({ code: 'INVALID_INPUT', ...fault })
