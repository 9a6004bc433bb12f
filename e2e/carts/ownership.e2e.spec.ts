import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { aVariant, newCustomer, newGuest } from '../people.ts'

const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { cart { id lines { id version } } userErrors { code } } }'
const CART = '{ cart { id version totalQuantity lines { quantity variantId } } }'

interface Added {
  readonly addCartItem: { readonly cart: { readonly id: string; readonly lines: readonly { readonly id: string; readonly version: number }[] } }
}

async function withCart(client: GraphqlClient): Promise<{ readonly cartId: string; readonly lineId: string; readonly version: number }> {
  const { addCartItem } = await client.data<Added>(ADD, { input: { variantId: await aVariant(), quantity: 1 } })
  const [line] = addCartItem.cart.lines
  assert.ok(line)
  return { cartId: addCartItem.cart.id, lineId: line.id, version: line.version }
}

test('a guest who knows another guest’s cart id and line id sees and changes nothing', async () => {
  const [owner, other] = await Promise.all([newGuest(), newGuest()])
  const { cartId, lineId, version } = await withCart(owner.client)
  const before = await owner.client.data(CART)

  const look = await other.client.data(
    'query ($cart: ID!, $both: [ID!]!) { cartById(id: $cart) { id } node(id: $cart) { id } nodes(ids: $both) { id } }',
    { cart: cartId, both: [cartId, lineId] },
  )
  assert.deepEqual(look, { cartById: null, node: null, nodes: [null, null] })
  const update = 'mutation ($input: UpdateCartLineInput!) { updateCartLine(input: $input) { userErrors { code } } }'
  const changed = await other.client.data<{ updateCartLine: { userErrors: { code: string }[] } }>(update, {
    input: { lineId, quantity: 9, expectedVersion: version },
  })
  assert.deepEqual(
    changed.updateCartLine.userErrors.map(({ code }) => code).filter((code) => code !== 'CART_NOT_FOUND' && code !== 'LINE_NOT_FOUND'),
    [],
  )
  assert.equal(changed.updateCartLine.userErrors.length, 1)
  const removed = await other.client.data<{ removeCartLine: { userErrors: unknown[] } }>(
    'mutation ($id: ID!) { removeCartLine(input: { lineId: $id }) { userErrors { code } } }',
    { id: lineId },
  )
  assert.equal(removed.removeCartLine.userErrors.length, 1)

  assert.deepEqual(await owner.client.data(CART), before)
})

test('the owner finds cart and line again by their ids', async () => {
  const { client } = await newGuest()
  const { cartId, lineId } = await withCart(client)
  assert.deepEqual(await client.data('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids: [cartId, lineId] }), {
    nodes: [
      { __typename: 'Cart', id: cartId },
      { __typename: 'CartLine', id: lineId },
    ],
  })
})

test('fifty additions at once are all kept', async () => {
  const { client } = await newCustomer()
  const [one, two] = await Promise.all([aVariant(0), aVariant(1)])
  const additions = Array.from({ length: 50 }, (_, turn) =>
    client.data<Added>(ADD, { input: { variantId: turn % 2 === 0 ? one : two, quantity: 1 } }),
  )
  await Promise.all(additions)
  const { cart } = await client.data<{ cart: { totalQuantity: number; lines: { variantId: string; quantity: number }[] } }>(CART)
  assert.deepEqual(
    new Map(cart.lines.map(({ variantId, quantity }) => [variantId, quantity])),
    new Map([
      [one, 25],
      [two, 25],
    ]),
  )
  assert.equal(cart.totalQuantity, 50)
})

test('quantities below one and ids of other kinds are refused and change nothing', async () => {
  const { client } = await newGuest()
  const { cartId } = await withCart(client)
  const before = await client.data(CART)
  const wrong = [
    { variantId: await aVariant(), quantity: -3 },
    { variantId: await aVariant(), quantity: 0 },
    { variantId: await aVariant(), quantity: 100 },
    { variantId: cartId, quantity: 1 },
    { variantId: '__proto__', quantity: 1 },
    { variantId: "var_' OR 1=1 --", quantity: 1 },
  ]
  for (const input of wrong) {
    const { addCartItem } = await client.data<{ addCartItem: { userErrors: { code: string }[] } }>(ADD, { input })
    assert.equal(addCartItem.userErrors.length, 1, JSON.stringify(input))
  }
  assert.deepEqual(await client.data(CART), before)
})

test('a guest token that is presented by another guest merges nothing', async () => {
  const [owner, thief] = await Promise.all([newGuest(), newGuest()])
  await withCart(owner.client)
  const merge = 'mutation ($input: MergeCartInput!) { mergeCart(input: $input) { cart { id } userErrors { code } } }'
  const { data, errors } = await thief.client.ask(merge, { input: { guestToken: owner.accessToken, idempotencyKey: 'stolen-token-1' } })
  assert.deepEqual({ data, codes: errors.map(({ extensions }) => extensions?.code) }, { data: null, codes: ['UNAUTHORIZED_FIELD_OR_TYPE'] })
  const { cart } = await owner.client.data<{ cart: { totalQuantity: number } }>(CART)
  assert.equal(cart.totalQuantity, 1)
})
