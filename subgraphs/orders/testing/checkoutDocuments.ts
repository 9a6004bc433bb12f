import { randomUUID } from 'node:crypto'

import { stableId } from '@agora/ids/stableId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import type { SubgraphClient } from '@agora/testkit/subgraphClient.ts'

import { openingDay } from '../../../prisma/orders/seed/tariffs.ts'
import { add } from './cartDocuments.ts'
import type { OrdersStack } from './ordersStack.ts'

/** The seed's standard way of bringing things. */
export const standardShipping = stableId('ShippingMethod', 'STANDARD', openingDay.getTime())

/** An order as `ORDER` selects it. */
export interface OrderAnswer {
  readonly id: string
  readonly number: string
  readonly phase: string
  readonly status: string
  readonly version: number
  readonly lines: readonly { readonly id: string; readonly sku: string; readonly quantity: number; readonly refundedQuantity: number }[]
  readonly totals: { readonly total: { readonly amountMinor: string } }
  readonly nextAction: { readonly kind: string; readonly redirectUrl: string | null } | null
  readonly cancelReason: { readonly code: string; readonly reason: string | null } | null
  readonly refunds: readonly {
    readonly id: string
    readonly status: string
    readonly failureCode: string | null
    readonly amount: { readonly amountMinor: string }
  }[]
  readonly refundable: { readonly amountMinor: string }
  readonly contact: { readonly email: string; readonly shippingAddress: { readonly city: string } } | null
}

/** A payload of any mutation of orders. */
export interface OrderPayloadAnswer {
  readonly order: OrderAnswer | null
  readonly refund?: { readonly id: string; readonly status: string } | null
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: readonly string[] | null }[]
}

/** A selection of nearly everything an order has. */
export const ORDER = `{
  id number phase status version lines { id sku quantity refundedQuantity } totals { total { amountMinor } } nextAction { kind redirectUrl }
  cancelReason { code reason } refunds { id status failureCode amount { amountMinor } } refundable { amountMinor } contact { email shippingAddress { city } }
}`

/** A key that was never used. */
export const newKey = (): string => randomUUID()

/** An input of `checkout` that is sound. */
export function checkoutInputOf(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    shippingMethodId: standardShipping,
    shippingAddress: { name: 'Ada Lovelace', line1: 'Unter den Linden 1', city: 'Berlin', postalCode: '10117', countryCode: 'DE' },
    contact: { email: 'ada@example.com', name: 'Ada', locale: 'en' },
    paymentMethod: 'pm_card',
    idempotencyKey: newKey(),
    ...change,
  }
}

/** Anybody through whom the subgraph can be asked. */
export type Asking = Pick<SubgraphClient, 'as'>

/** Runs one mutation of orders, such as `cancelOrder`; a top-level error is a failure of the test. */
export async function order(
  asking: Asking,
  viewer: Principal,
  [name, input]: readonly [string, Readonly<Record<string, unknown>>],
): Promise<OrderPayloadAnswer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`
  const refund = name === 'refundOrder' ? 'refund { id status }' : ''
  const document = `mutation ($input: ${type}) { ${name}(input: $input) { order ${ORDER} ${refund} userErrors { code message field } } }`
  const answer = await asking.as(viewer)<Record<string, OrderPayloadAnswer>>(document, { input })
  const payload = answer.data?.[name]
  if (payload === undefined) throw new Error(JSON.stringify(answer.errors))
  return payload
}

/** Checks out the viewer's cart. */
export const checkout = (asking: Asking, viewer: Principal, change: Readonly<Record<string, unknown>> = {}): Promise<OrderPayloadAnswer> =>
  order(asking, viewer, ['checkout', checkoutInputOf(change)])

/** The order as the viewer sees it. */
export async function readOrder(asking: Asking, viewer: Principal, id: string): Promise<OrderAnswer | null> {
  const answer = await asking.as(viewer)<{ order: OrderAnswer | null }>(`query ($id: ID!) { order(id: $id) ${ORDER} }`, { id })
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data?.order ?? null
}

/** A customer with two mugs at 9.00 EUR in the cart. */
export async function customerWithCart(stack: OrdersStack): Promise<Principal> {
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add().id, quantity: 2, currencyCode: 'EUR' })
  return viewer
}

/** The codes of a payload's refusals. */
export const codesOf = ({ userErrors }: OrderPayloadAnswer): string[] => userErrors.map(({ code }) => code)

/** What happened to an order, without the family's name. */
export async function eventsOf(stack: OrdersStack, orderId: string): Promise<string[]> {
  const { rows } = await stack.rows.query<{ type: string }>('select type from events where stream = $1 order by version', [orderId])
  return rows.map(({ type }) => type.slice('order.'.length))
}
