import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { admin, finance, merchandiser, support } from '@agora/testkit/viewers.ts'

import { add, change } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())

const BY_ID = 'query ($id: ID!) { cartById(id: $id) { id totalQuantity } }'
const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on Cart { id totalQuantity } ... on CartLine { id quantity } ... on User { id cart { id totalQuantity } } ... on Variant { id shippingClass } } }`

const entities = async (viewer: Viewer, of: readonly Readonly<Record<string, unknown>>[]): Promise<unknown> =>
  (await stack.as(viewer)<{ _entities: unknown }>(ENTITIES, { of })).data?._entities

test('a cart id opens a cart for its owner and for staff who may read carts; for all others it does not exist', async () => {
  const owner = stack.newGuest()
  const { id } = await add(stack, owner, { variantId: stack.catalogue.add().id, quantity: 2 })
  const asked = async (viewer: Viewer): Promise<unknown> => (await stack.as(viewer)(BY_ID, { id })).data?.['cartById']
  const found = { id, totalQuantity: 2 }
  for (const viewer of [owner, support(), admin()]) assert.deepEqual(await asked(viewer), found)
  for (const viewer of [stack.newGuest(), stack.newCustomer(), merchandiser(), finance()]) assert.equal(await asked(viewer), null)
})

test('the answer for the cart of another is the same, to the letter, as for a cart that does not exist', async () => {
  const { id } = await add(stack, stack.newGuest(), { variantId: stack.catalogue.add().id })
  const stranger = stack.newGuest()
  assert.deepEqual(await stack.as(stranger)(BY_ID, { id }), await stack.as(stranger)(BY_ID, { id: newId('Cart') }))
})

test('an id of another kind is an input error, whoever asks', async () => {
  const { errors } = await stack.as(stack.newCustomer())(BY_ID, { id: newId('Product') })
  assert.deepEqual(
    errors?.map(({ extensions }) => extensions?.['code']),
    ['BAD_USER_INPUT'],
  )
})

test('lines of others cannot be changed, and are not admitted to exist', async () => {
  const owner = stack.newGuest()
  const [line] = (await add(stack, owner, { variantId: stack.catalogue.add().id })).lines
  const stranger = stack.newGuest()
  await add(stack, stranger, { variantId: stack.catalogue.add().id })
  const before = await stack.snapshot()
  const attempts: [string, Record<string, unknown>][] = [
    ['removeCartLine', { lineId: line?.id }],
    ['updateCartLine', { lineId: line?.id, quantity: 9, expectedVersion: 1 }],
  ]
  for (const viewer of [stranger, stack.newGuest(), support(), admin()]) {
    for (const attempt of attempts) {
      const { userErrors } = await change(stack, viewer, attempt)
      assert.deepEqual(
        userErrors.map(({ code, message }) => [code, message]),
        [['LINE_NOT_FOUND', 'Your cart has no such line']],
      )
    }
  }
  assert.equal(await stack.snapshot(), before)
})

test('the anonymous are denied every field and mutation of carts, and nothing changes', async () => {
  const owner = stack.newGuest()
  const variantId = stack.catalogue.add().id
  const cart = await add(stack, owner, { variantId })
  const before = await stack.snapshot()
  const lineId = cart.lines[0]?.id ?? ''
  const attempts = [
    '{ cart { id } }',
    `{ cartById(id: "${cart.id}") { id } }`,
    `mutation { addCartItem(input: {variantId: "${variantId}", quantity: 1}) { cart { id } } }`,
    `mutation { updateCartLine(input: {lineId: "${lineId}", quantity: 1, expectedVersion: 1}) { cart { id } } }`,
    `mutation { removeCartLine(input: {lineId: "${lineId}"}) { cart { id } } }`,
    `mutation { clearCart(input: {expectedVersion: ${cart.version}}) { cart { id } } }`,
    'mutation { setCartCurrency(input: {currencyCode: EUR}) { cart { id } } }',
    `mutation { acknowledgeCartChanges(input: {expectedVersion: ${cart.version}}) { cart { id } } }`,
    'mutation { mergeCart(input: {guestToken: "t", idempotencyKey: "12345678"}) { cart { id } } }',
  ]
  for (const attempt of attempts) {
    const { errors } = await stack.as(anonymous)(attempt)
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions?.['code']),
      ['FORBIDDEN'],
      attempt,
    )
  }
  assert.equal(await stack.snapshot(), before)
})

test('entities answer null for carts and lines of others, of other kinds, and of nobody', async () => {
  const owner = stack.newCustomer()
  const { id, lines } = await add(stack, owner, { variantId: stack.catalogue.add().id, quantity: 4 })
  const lineId = lines[0]?.id
  const asked = [
    { __typename: 'Cart', id },
    { __typename: 'CartLine', id: lineId },
    { __typename: 'Cart', id: newId('Cart') },
    { __typename: 'Cart', id: lineId },
    { __typename: 'CartLine', id: '__proto__' },
  ]
  const found = [{ id, totalQuantity: 4 }, { id: lineId, quantity: 4 }, null, null, null]
  for (const viewer of [owner, support()]) assert.deepEqual(await entities(viewer, asked), found)
  for (const viewer of [stack.newCustomer(), stack.newGuest(), finance()])
    assert.deepEqual(await entities(viewer, asked), [null, null, null, null, null])
})

test("a user's cart is for the user and for staff who may read carts", async () => {
  const owner = stack.newCustomer()
  const { id } = await add(stack, owner, { variantId: stack.catalogue.add().id })
  const of = [{ __typename: 'User', id: owner.sub }]
  for (const viewer of [owner, admin()]) assert.deepEqual(await entities(viewer, of), [{ id: owner.sub, cart: { id, totalQuantity: 1 } }])
  for (const viewer of [stack.newCustomer(), merchandiser()]) assert.deepEqual(await entities(viewer, of), [{ id: owner.sub, cart: null }])
})

test('the carts of 50 users are one statement and their prices one call', async () => {
  const mug = stack.catalogue.add()
  const owners = Array.from({ length: 50 }, () => stack.newCustomer())
  for (const owner of owners) await add(stack, owner, { variantId: mug.id })
  stack.statements()
  stack.catalogue.calls()
  const document = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { cart { subtotal { decimal } } } } }'
  const { data } = await stack.as(support())<{ _entities: unknown[] }>(document, { of: owners.map(({ sub }) => ({ __typename: 'User', id: sub })) })
  assert.deepEqual(
    data?._entities,
    owners.map(() => ({ cart: { subtotal: { decimal: '10.00' } } })),
  )
  assert.deepEqual([stack.statements().length, stack.catalogue.calls()], [1, ['USD 1']])
})

test('a variant is told its shipping class from the weight that the router brings, by anybody and without a statement', async () => {
  const ids = [newId('Variant'), newId('Variant')]
  stack.statements()
  const answer = await entities(anonymous, [
    { __typename: 'Variant', id: ids[0], packedWeightGrams: 400 },
    { __typename: 'Variant', id: ids[1], packedWeightGrams: 90_000 },
  ])
  assert.deepEqual(answer, [
    { id: ids[0], shippingClass: 'PARCEL' },
    { id: ids[1], shippingClass: 'BULKY' },
  ])
  assert.deepEqual(stack.statements(), [])
})
