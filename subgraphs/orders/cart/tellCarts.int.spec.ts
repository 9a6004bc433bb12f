import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { add, change } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())

interface Told {
  readonly cartVersion: number
  readonly owner: string
  readonly variantIds: readonly string[]
}

async function told(cartId: string): Promise<Told[]> {
  const { rows } = await stack.rows.query<{ data: Told }>(`select data from events where stream = $1 and type = 'cart.changed' order by version`, [
    cartId,
  ])
  return rows.map(({ data }) => data)
}

test('every change of a cart is told with what is in it then, and a refusal tells nothing', async () => {
  const viewer = stack.newCustomer()
  const [mug, lamp] = [stack.catalogue.add(), stack.catalogue.add()]
  await add(stack, viewer, { variantId: mug.id })
  const { id, lines } = await add(stack, viewer, { variantId: lamp.id })
  await change(stack, viewer, ['updateCartLine', { lineId: lines[0]?.id, quantity: 5, expectedVersion: 1 }])
  await change(stack, viewer, ['updateCartLine', { lineId: lines[0]?.id, quantity: 6, expectedVersion: 1 }])
  await change(stack, viewer, ['removeCartLine', { lineId: lines[0]?.id }])
  assert.deepEqual(
    (await told(id)).map(({ cartVersion, owner, variantIds }) => [cartVersion, owner === viewer.sub, variantIds]),
    [
      [2, true, [mug.id]],
      [3, true, [mug.id, lamp.id]],
      [4, true, [mug.id, lamp.id]],
      [5, true, [lamp.id]],
    ],
  )
})

test('a merge is told of both carts', async () => {
  const guest = stack.newGuest()
  const user = stack.newCustomer()
  const mug = stack.catalogue.add()
  const { id: guests } = await add(stack, guest, { variantId: mug.id })
  const guestToken = await stack.users.guestToken(guest.sub, stack.time.now)
  const { cart } = await change(stack, user, ['mergeCart', { guestToken, idempotencyKey: '12345678' }])
  assert.deepEqual(
    (await told(guests)).map(({ variantIds }) => variantIds),
    [[mug.id], []],
  )
  assert.deepEqual(
    (await told(cart?.id ?? '')).map(({ owner, variantIds }) => [owner, variantIds]),
    [[user.sub, [mug.id]]],
  )
})

test('changes at once are all told, in the order of their versions', async () => {
  const viewer = stack.newCustomer()
  const { id } = await add(stack, viewer, { variantId: stack.catalogue.add().id })
  await Promise.all(Array.from({ length: 10 }, () => add(stack, viewer, { variantId: stack.catalogue.add().id })))
  assert.deepEqual(
    (await told(id)).map(({ cartVersion }) => cartVersion),
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  )
})
