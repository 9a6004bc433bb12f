import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { contact } from '@agora/rpc/methods/orderContact.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { checkout, customerWithCart } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
let users: Caller
before(async () => {
  stack = await startOrdersStack()
  await loadTariffs(stack.rows)
  const keys = stack.place.keys.open('users-orders')
  users = createCaller({ baseUrl: `http://127.0.0.1:${stack.place.internalPort}`, keys, caller: 'users', audience: 'orders' })
})
after(async () => {
  await users.close()
  await stack.stop()
})

test('users is told whom to write to about an order, in which language, and with which link', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer, { contact: { email: 'eva@example.com', name: 'Eva', phone: '+49 30 1', locale: 'de' } })
  const answer = await users.call(contact, { orderId: made?.id ?? '' }, { timeoutMs: 2000 })
  assert.ok(answer.ok)
  const { viewToken, ...rest } = answer.value.contact ?? { viewToken: '' }
  assert.deepEqual(rest, { email: 'eva@example.com', name: 'Eva', phone: '+49 30 1', locale: 'de' })
  assert.equal(stack.viewTokens.open(viewToken), made?.id)
})

test('there is no contact of an order that does not exist, or whose contact was erased', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer)
  await stack.rows.query('delete from order_contacts where order_id = $1', [made?.id])
  for (const orderId of [made?.id ?? '', newId('Order')]) {
    const answer = await users.call(contact, { orderId }, { timeoutMs: 2000 })
    assert.deepEqual(answer, { ok: true, value: {} })
  }
})
