import type { Principal } from '@agora/security/viewer.ts'

import type { OrdersStack } from './ordersStack.ts'

/** Money as the graph answers it, as far as tests ask. */
export type Amount = { readonly decimal: string; readonly currencyCode: string } | null

/** A cart as `CART` selects it. */
export interface CartAnswer {
  readonly id: string
  readonly version: number
  readonly currencyCode: string
  readonly totalQuantity: number
  readonly expiresAt: string
  readonly subtotal: Amount
  readonly warnings: readonly {
    readonly code: string
    readonly line: { readonly id: string } | null
    readonly from: Amount
    readonly to: Amount
    readonly available: number | null
  }[]
  readonly lines: readonly {
    readonly id: string
    readonly variantId: string
    readonly quantity: number
    readonly version: number
    readonly available: number | null
    readonly unitPrice: Amount
    readonly lineTotal: Amount
    readonly variant: { readonly id: string; readonly sku: string } | null
  }[]
}

/** What a mutation of a cart answers. */
export interface CartPayloadAnswer {
  readonly cart: CartAnswer | null
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: readonly string[] | null }[]
  readonly warnings?: readonly { readonly code: string; readonly variantId: string; readonly requested: number; readonly kept: number }[]
}

const AMOUNT = '{ decimal currencyCode }'
/** A selection of everything a cart has. */
const CART = `{
  id version currencyCode totalQuantity expiresAt subtotal ${AMOUNT}
  warnings { code line { id } from ${AMOUNT} to ${AMOUNT} available }
  lines { id variantId quantity version available unitPrice ${AMOUNT} lineTotal ${AMOUNT} variant { id sku } }
}`

/** The viewer's own cart. */
export async function readCart(stack: OrdersStack, viewer: Principal): Promise<CartAnswer | null> {
  const answer = await stack.as(viewer)<{ cart: CartAnswer | null }>(`{ cart ${CART} }`)
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data?.cart ?? null
}

/** Runs one mutation of the family, such as `addCartItem`; a top-level error is a failure of the test. */
export async function change(
  stack: OrdersStack,
  viewer: Principal,
  [name, input]: readonly [string, Readonly<Record<string, unknown>>],
): Promise<CartPayloadAnswer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  const warnings = name === 'mergeCart' ? 'warnings { code variantId requested kept }' : ''
  const document = `mutation ($input: ${type}) { ${name}(input: $input) { cart ${CART} userErrors { code message field } ${warnings} } }`
  const answer = await stack.as(viewer)<Record<string, CartPayloadAnswer>>(document, { input })
  const payload = answer.data?.[name]
  if (payload === undefined) throw new Error(JSON.stringify(answer.errors))
  return payload
}

/** Adds to the viewer's cart and expects it to work. */
export async function add(
  stack: OrdersStack,
  viewer: Principal,
  input: { readonly variantId: string; readonly quantity?: number; readonly currencyCode?: string },
): Promise<CartAnswer> {
  const { cart, userErrors } = await change(stack, viewer, ['addCartItem', { quantity: 1, ...input }])
  if (cart === null || userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
  return cart
}
