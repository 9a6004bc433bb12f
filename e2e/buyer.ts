import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

/** An order as its buyer sees it. */
export interface Ordered {
  readonly id: string
  readonly number: string
  readonly status: string
  readonly phase: string
  readonly nextAction: { readonly redirectUrl: string | null } | null
  readonly refundable: { readonly amountMinor: string }
  readonly totals: { readonly total: { readonly amountMinor: string } }
  readonly lines: readonly { readonly id: string; readonly quantity: number }[]
  readonly fulfilments: readonly { readonly id: string }[]
}

/** What a change was answered with: the order, and the codes of what was refused. */
export interface Told {
  readonly order: Ordered | null
  readonly codes: readonly string[]
}

const ORDER =
  'id number status phase nextAction { redirectUrl } refundable { amountMinor } totals { total { amountMinor } } lines { id quantity } fulfilments { id }'
const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { cart { id } userErrors { code } } }'
const WAYS = '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id } } } } }'
const CHECKOUT = `mutation ($input: CheckoutInput!) { answer: checkout(input: $input) { order { ${ORDER} } userErrors { code } } }`
const READ = `query ($id: ID!) { order(id: $id) { ${ORDER} } }`

/** Puts pieces into somebody's cart and answers its id. */
export async function addToCart(client: GraphqlClient, variantId: string, quantity = 1): Promise<string> {
  type Added = { addCartItem: { cart: { id: string } | null; userErrors: unknown[] } }
  const { addCartItem } = await client.data<Added>(ADD, { input: { variantId, quantity } })
  if (addCartItem.cart === null || addCartItem.userErrors.length > 0) throw new Error(JSON.stringify(addCartItem.userErrors))
  return addCartItem.cart.id
}

/** A checkout of somebody's cart to Berlin by the first way that is offered, with what is to be otherwise. */
export async function checkoutInput(client: GraphqlClient, otherwise: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { cart } = await client.data<{ cart: { estimate: { shippingMethods: { method: { id: string } }[] } } | null }>(WAYS)
  return {
    shippingMethodId: cart?.estimate.shippingMethods[0]?.method.id,
    shippingAddress: { name: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: 'ann@example.com', name: 'Ann', locale: 'en' },
    paymentMethod: 'pm_card_visa',
    idempotencyKey: randomUUID(),
    ...otherwise,
  }
}

/** Asks for a checkout, by its key again where the answer came before the order was decided, as on a machine that has much to do. */
export function checkOut(client: GraphqlClient, input: object): Promise<Told> {
  return soon(
    () => askForCheckout(client, input),
    ({ order, codes }) => codes.length > 0 || order?.phase !== 'PENDING' || order.nextAction !== null,
  )
}

async function askForCheckout(client: GraphqlClient, input: object): Promise<Told> {
  const { answer } = await client.data<{ answer: { order: Ordered | null; userErrors: { code: string }[] } }>(CHECKOUT, { input })
  return { order: answer.order, codes: answer.userErrors.map(({ code }) => code) }
}

/** The order as it is now; null for whom it does not exist. */
export async function readOrder(client: GraphqlClient, id: string): Promise<Ordered | null> {
  return (await client.data<{ order: Ordered | null }>(READ, { id })).order
}

/** Buys pieces of a variant and waits until the order is paid and packed. */
export async function buy(client: GraphqlClient, variantId: string, quantity = 1): Promise<Ordered> {
  await addToCart(client, variantId, quantity)
  const { order, codes } = await checkOut(client, await checkoutInput(client))
  if (order === null || codes.length > 0) throw new Error(`The checkout was refused: ${codes.join()}`)
  const done = await soon(
    () => readOrder(client, order.id),
    (now) => now?.phase === 'COMPLETED' && now.fulfilments.length === 1,
  )
  if (done === null) throw new Error('The order is gone')
  return done
}

/** Long on purpose: how fast something is, is not what specs of behaviour are about. */
const SOON_MS = 60_000

/** Asks until the answer is as wanted: what comes by the bus is done soon, not at once. */
export async function soon<Answer>(ask: () => Promise<Answer>, holds: (answer: Answer) => boolean): Promise<Answer> {
  const deadline = performance.now() + SOON_MS
  for (;;) {
    const answer = await ask()
    if (holds(answer)) return answer
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(answer)}`)
    await sleep(50)
  }
}
