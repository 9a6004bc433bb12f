const ORDER = '{ id phase version nextAction { redirectUrl } lines { id quantity } }'

/** What buyers and staff ask of the shop. */
export const documents = {
  startGuest: 'mutation { startGuestSession { accessToken } }',
  signIn: 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code } } }',
  shelf: '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { variants { id availability price(currency: EUR) { decimal } } } } }',
  add: 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { cart { id } userErrors { code } } }',
  ways: '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id } } } } }',
  checkout: `mutation ($input: CheckoutInput!) { checkout(input: $input) { order ${ORDER} userErrors { code } } }`,
  order: `query ($id: ID!) { order(id: $id) ${ORDER} }`,
  cancel: `mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { order ${ORDER} userErrors { code } } }`,
  refund: `mutation ($input: RefundOrderInput!) { refundOrder(input: $input) { order ${ORDER} refund { id } userErrors { code } } }`,
} as const

/** An order as the documents select it. */
export interface OrderAnswer {
  readonly id: string
  readonly phase: string
  readonly version: number
  readonly nextAction: { readonly redirectUrl: string | null } | null
  readonly lines: readonly { readonly id: string; readonly quantity: number }[]
}

/** A payload with an order. */
export interface OrderPayload {
  readonly order: OrderAnswer | null
  readonly refund?: { readonly id: string } | null
  readonly userErrors: readonly { readonly code: string }[]
}
