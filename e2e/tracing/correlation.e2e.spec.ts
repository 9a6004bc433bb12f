import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { withClient } from '@agora/database/provision.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readInsides } from '../insides.ts'
import { newCustomer } from '../people.ts'
import { dataFolder, graphqlUrl } from '../stack.ts'

const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { userErrors { code } } }'
const METHODS = '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id } } } } }'
const SCARCE =
  '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { variants { id availability price(currency: USD) { decimal } } } } }'
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } userErrors { code } } }'

const { databases } = readInsides()
const read = async <Row extends object>(database: string, text: string, value: string): Promise<Row[]> =>
  withClient(databases[database] ?? '', async (client) => (await client.query<Row>(text, [value])).rows)

/** A variant of which few are left: the shop shows when one of them goes. */
async function aScarceVariant(): Promise<string> {
  type Variant = { readonly id: string; readonly availability: string; readonly price: object | null }
  const { products } = await createGraphqlClient(graphqlUrl).data<{ products: { nodes: { variants: Variant[] }[] } }>(SCARCE)
  const scarce = products.nodes.flatMap(({ variants }) => variants).find(({ availability, price }) => availability === 'LOW_STOCK' && price !== null)
  assert.ok(scarce, 'the seed has something that is nearly sold out')
  return scarce.id
}

/** Buys one piece by a request of this id; answers the order's id. */
async function buy(requestId: string): Promise<string> {
  const { client, accessToken } = await newCustomer()
  await client.data(ADD, { input: { variantId: await aScarceVariant(), quantity: 1 } })
  const { cart } = await client.data<{ cart: { estimate: { shippingMethods: { method: { id: string } }[] } } }>(METHODS)
  const input = {
    shippingMethodId: cart.estimate.shippingMethods[0]?.method.id,
    shippingAddress: { name: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: `buyer-${randomBytes(6).toString('hex')}@example.com`, name: 'Ann', locale: 'en' },
    paymentMethod: 'pm_card_visa',
    idempotencyKey: randomUUID(),
  }
  const asking = createGraphqlClient(graphqlUrl).as(accessToken, { 'x-request-id': requestId })
  const { checkout } = await asking.data<{ checkout: { order: { id: string } | null; userErrors: object[] } }>(CHECKOUT, { input })
  assert.deepEqual(checkout.userErrors, [])
  return checkout.order?.id ?? ''
}

/** The types of a domain's events that bear the id. */
const eventsOf = async (domain: string, requestId: string): Promise<string[]> =>
  (await read<{ type: string }>(domain, `SELECT DISTINCT type FROM events WHERE metadata->>'correlationId' = $1 ORDER BY type`, requestId)).map(
    ({ type }) => type,
  )

const ORDER = ['completed', 'confirmed', 'fulfilmentCreated', 'paymentAuthorised', 'paymentCaptured', 'placed', 'stockCommitted', 'stockReserved']
/** What one checkout leads to, by the domain that says so. */
const LED_TO = {
  orders: ['cart.changed', ...ORDER.map((what) => `order.${what}`)],
  payments: ['payment.authorised', 'payment.captured', 'payment.started'],
  products: ['stock.changed'],
  ai: ['recommendation.updated'],
} as const
const SERVICES = ['router', 'orders', 'products', 'payments', 'orders-worker', 'payments-worker', 'users-worker', 'ai-worker'] as const

interface Traces {
  readonly events: Readonly<Record<string, readonly string[]>>
  readonly messages: readonly string[]
  readonly notifications: readonly object[]
  readonly services: readonly string[]
}

/** All that bears the id. */
async function tracesOf(requestId: string): Promise<Traces> {
  const events = await Promise.all(Object.keys(LED_TO).map(async (domain) => [domain, await eventsOf(domain, requestId)] as const))
  // Other specs put messages on the bus that are no JSON.
  const messages = `WITH sound AS MATERIALIZED (SELECT value FROM messages WHERE value IS JSON OBJECT)
    SELECT DISTINCT value::jsonb->>'type' AS type FROM sound WHERE value::jsonb->>'correlationid' = $1 ORDER BY type`
  return {
    events: Object.fromEntries(events),
    messages: (await read<{ type: string }>('bus', messages, requestId)).map(({ type }) => type),
    notifications: await read('users', 'SELECT template, channel FROM notifications WHERE correlation_id = $1', requestId),
    services: SERVICES.filter((service) => readFileSync(join(dataFolder, 'logs', `${service}.log`), 'utf8').includes(`"${requestId}"`)),
  }
}

test('the id of a checkout’s request stands on all that it leads to: events, messages, the mail, and lines of every service and worker', async () => {
  const requestId = `check-${randomBytes(8).toString('hex')}`
  const orderId = await buy(requestId)
  const expected: Traces = {
    events: LED_TO,
    messages: Object.values(LED_TO).flat().toSorted(),
    notifications: [{ template: 'order-confirmed', channel: 'EMAIL' }],
    services: SERVICES,
  }
  let traces = await tracesOf(requestId)
  for (
    const until = Date.now() + 15_000;
    Date.now() < until && JSON.stringify(traces) !== JSON.stringify(expected);
    traces = await tracesOf(requestId)
  )
    await delay(200)
  assert.deepEqual(traces, expected)
  const others = `SELECT type FROM events WHERE stream = $1 AND metadata->>'correlationId' <> '${requestId}'`
  assert.deepEqual(await read('orders', others, orderId), [], 'nothing of the order is told under another id')
})
