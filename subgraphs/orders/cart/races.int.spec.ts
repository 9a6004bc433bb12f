import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { add, change, readCart } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())

const times = <Item>(count: number, make: (nth: number) => Item): Item[] => Array.from({ length: count }, (_, nth) => make(nth))

test('50 first adds of 50 variants at once make one cart that holds all of them', async () => {
  const viewer = stack.newGuest()
  const variants = times(50, () => stack.catalogue.add())
  const carts = await Promise.all(variants.map(({ id }) => add(stack, viewer, { variantId: id, quantity: 2 })))
  assert.equal(new Set(carts.map(({ id }) => id)).size, 1)
  const cart = await readCart(stack, viewer)
  assert.deepEqual([cart?.totalQuantity, cart?.version], [100, 51])
  assert.deepEqual(new Set(cart?.lines.map(({ variantId }) => variantId)), new Set(variants.map(({ id }) => id)))
  const { rows } = await stack.rows.query<{ carts: number }>('select count(*)::int as carts from carts where owner_sub = $1', [viewer.sub])
  assert.deepEqual(rows, [{ carts: 1 }])
})

test('50 adds of the same variant at once are 50 pieces in one line', async () => {
  const viewer = stack.newCustomer()
  const { id } = stack.catalogue.add()
  await Promise.all(times(50, () => add(stack, viewer, { variantId: id })))
  const cart = await readCart(stack, viewer)
  assert.deepEqual(
    cart?.lines.map(({ quantity, version }) => [quantity, version]),
    [[50, 50]],
  )
})

test('racing adds stop exactly at 99 pieces', async () => {
  const viewer = stack.newCustomer()
  const { id } = stack.catalogue.add()
  const payloads = await Promise.all(times(50, () => change(stack, viewer, ['addCartItem', { variantId: id, quantity: 3 }])))
  assert.equal(payloads.filter(({ userErrors }) => userErrors.length === 0).length, 33)
  assert.deepEqual(new Set(payloads.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))), new Set(['QUANTITY_TOO_LARGE']))
  assert.equal((await readCart(stack, viewer))?.totalQuantity, 99)
})

test('racing adds stop exactly at 100 lines', async () => {
  const viewer = stack.newCustomer()
  for (const { id } of times(90, () => stack.catalogue.add())) await add(stack, viewer, { variantId: id })
  const payloads = await Promise.all(times(30, () => change(stack, viewer, ['addCartItem', { variantId: stack.catalogue.add().id, quantity: 1 }])))
  assert.equal(payloads.filter(({ userErrors }) => userErrors[0]?.code === 'CART_FULL').length, 20)
  assert.equal((await readCart(stack, viewer))?.lines.length, 100)
})

test('of 10 who set a quantity from the same version, one does', async () => {
  const viewer = stack.newCustomer()
  const [line] = (await add(stack, viewer, { variantId: stack.catalogue.add().id })).lines
  const payloads = await Promise.all(
    times(10, (nth) => change(stack, viewer, ['updateCartLine', { lineId: line?.id, quantity: 10 + nth, expectedVersion: 1 }])),
  )
  const codes = payloads.map(({ userErrors }) => userErrors[0]?.code ?? 'SET').sort()
  assert.deepEqual(codes, ['SET', ...times(9, () => 'VERSION_CONFLICT')])
})

test('adds that race with a change of currency are all kept, and no price of the other currency is taken for a change', async () => {
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  const variants = times(20, () => stack.catalogue.add())
  await Promise.all([
    ...variants.map(({ id }) => add(stack, viewer, { variantId: id })),
    ...times(5, (nth) => change(stack, viewer, ['setCartCurrency', { currencyCode: nth % 2 === 0 ? 'EUR' : 'USD' }])),
  ])
  const cart = await readCart(stack, viewer)
  assert.deepEqual([cart?.lines.length, cart?.warnings], [21, []])
})
