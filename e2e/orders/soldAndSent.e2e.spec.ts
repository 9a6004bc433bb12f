import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { newVisitors } from '../access/visitors.ts'
import { soon } from '../buyer.ts'
import { readInsides } from '../insides.ts'
import { aVariant, newCustomer } from '../people.ts'
import { graphqlUrl } from '../stack.ts'

const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { userErrors { code } } }'
const ESTIMATE = '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id code } } totals { total { amountMinor } } } } }'
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } userErrors { code message } } }'
const SHIP = 'mutation ($input: ShipFulfilmentInput!) { shipFulfilment(input: $input) { order { status } userErrors { code } } }'
const PACKED = 'query ($id: ID!) { order(id: $id) { phase fulfilments { id } totals { total { amountMinor } steps { kind } } } }'
const SPENT = `query ($day: String!) { customerSpend(currencyCode: USD, from: $day, to: $day, first: 100) { nodes { user { id } orders gross { amountMinor } } } }`

async function buy(client: GraphqlClient): Promise<string> {
  await client.data(ADD, { input: { variantId: await aVariant(), quantity: 2 } })
  type Estimate = { cart: { estimate: { shippingMethods: { method: { id: string; code: string } }[] } } }
  const { cart } = await client.data<Estimate>(ESTIMATE)
  const input = {
    shippingMethodId: cart.estimate.shippingMethods.find(({ method }) => method.code === 'STANDARD')?.method.id,
    shippingAddress: { name: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: 'ann@example.com', name: 'Ann', locale: 'en' },
    paymentMethod: 'pm_card_visa',
    idempotencyKey: randomUUID(),
  }
  const { checkout } = await client.data<{ checkout: { order: { id: string } | null; userErrors: unknown[] } }>(CHECKOUT, { input })
  assert.deepEqual(checkout.userErrors, [])
  return checkout.order?.id ?? ''
}

test('what is sold is packed by itself, listed, sent, and in the books', async () => {
  const { client } = await newCustomer()
  const { me } = await client.data<{ me: { id: string } }>('{ me { id } }')
  const id = await buy(client)
  type Packed = { order: { phase: string; fulfilments: { id: string }[]; totals: { total: { amountMinor: string }; steps: { kind: string }[] } } }
  const { order } = await soon(
    () => client.data<Packed>(PACKED, { id }),
    ({ order: { fulfilments, phase } }) => fulfilments.length === 1 && phase === 'COMPLETED',
  )
  assert.deepEqual(
    order.totals.steps.map(({ kind }) => kind),
    ['LINES', 'SHIPPING', 'TAX', 'TAX'],
  )
  const mine = await soon(
    () => client.data<{ myOrders: { nodes: { id: string }[] } }>('{ myOrders { nodes { id } } }'),
    ({ myOrders }) => myOrders.nodes.length === 1,
  )
  assert.deepEqual(mine.myOrders.nodes, [{ id }])

  const visitors = await newVisitors(readInsides().signingKeysDir)
  const [support, finance] = (['SUPPORT', 'FINANCE'] as const).map((role) => createGraphqlClient(graphqlUrl).as(visitors.get(role)?.accessToken))
  assert.ok(support && finance)
  const input = { orderId: id, fulfilmentId: order.fulfilments[0]?.id, carrier: 'DHL', idempotencyKey: randomUUID() }
  assert.deepEqual(await support.data(SHIP, { input }), { shipFulfilment: { order: { status: 'SHIPPED' }, userErrors: [] } })

  type Spent = { customerSpend: { nodes: { user: { id: string }; orders: number; gross: { amountMinor: string } }[] } }
  const row = await soon(
    async () =>
      (await finance.data<Spent>(SPENT, { day: new Date().toISOString().slice(0, 10) })).customerSpend.nodes.find(({ user }) => user.id === me.id),
    (found) => found?.orders === 1,
  )
  assert.deepEqual(row?.gross, order.totals.total)
})
