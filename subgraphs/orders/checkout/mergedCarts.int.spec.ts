import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Principal } from '@agora/security/viewer.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { add, change, readCart } from '../testing/cartDocuments.ts'
import { checkout, newKey, readOrder } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const patience = { attempts: 2, attemptsOnward: 2, firstPauseMs: 20, longestPauseMs: 40, pollMs: 60 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())

const newVariant = (): string => stack.catalogue.add().id
const put = (viewer: Principal, variantId: string, quantity: number) => add(stack, viewer, { variantId, quantity, currencyCode: 'EUR' })

/** What is in the viewer's cart, by variant. */
async function inCart(viewer: Principal): Promise<Record<string, number>> {
  return Object.fromEntries(((await readCart(stack, viewer))?.lines ?? []).map(({ variantId, quantity }) => [variantId, quantity]))
}

/** Checks out and leaves the order waiting for its payment. */
async function waiting(viewer: Principal): Promise<string> {
  const { order, userErrors } = await checkout(stack, viewer, { paymentMethod: 'pm_action' })
  assert.deepEqual([userErrors, order?.phase], [[], 'PENDING'])
  return order?.id ?? ''
}

async function signIn(guest: Principal, user: Principal): Promise<void> {
  const guestToken = await stack.users.guestToken(guest.sub, stack.time.now)
  assert.deepEqual((await change(stack, user, ['mergeCart', { guestToken, idempotencyKey: newKey() }])).userErrors, [])
}

/** Confirms the payment and waits for the order to be done. */
async function pay(viewer: Principal, id: string): Promise<void> {
  stack.participants.confirm(id, 'AUTHORISED')
  for (let left = 250; (await readOrder(stack, viewer, id))?.phase !== 'COMPLETED'; left -= 1) {
    if (left <= 0) throw new Error('It was never completed')
    await sleep(20)
  }
}

test('what a guest bought leaves the cart that it was merged into while the order waited, and nothing else does', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const [mug, lamp, chair, late] = [newVariant(), newVariant(), newVariant(), newVariant()]
  await put(user, mug, 5)
  await put(user, chair, 1)
  await put(guest, mug, 2)
  await put(guest, lamp, 3)
  const id = await waiting(guest)
  await signIn(guest, user)
  await put(user, late, 4)
  const before = await readCart(stack, user)
  assert.deepEqual(await inCart(user), { [mug]: 7, [lamp]: 3, [chair]: 1, [late]: 4 })
  await pay(guest, id)
  assert.deepEqual(await inCart(user), { [mug]: 5, [chair]: 1, [late]: 4 })
  const kept = await readCart(stack, user)
  assert.deepEqual([kept?.id, kept?.version], [before?.id, (before?.version ?? 0) + 1])
  const { rows } = await stack.rows.query<{ data: unknown }>('select data from events where stream = $1 order by version desc limit 1', [kept?.id])
  assert.deepEqual(rows, [
    { data: { cartId: kept?.id, owner: user.sub, cartVersion: kept?.version, variantIds: kept?.lines.map((line) => line.variantId) } },
  ])
  assert.equal((await checkout(stack, user)).order?.phase, 'COMPLETED')
})

test('never more leaves than came along: what the guest had taken out before, and what no longer fitted, is the user’s own', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const [mug, lamp, chair] = [newVariant(), newVariant(), newVariant()]
  await put(user, mug, 98)
  await put(user, lamp, 5)
  await put(guest, mug, 2)
  const { lines } = await put(guest, lamp, 2)
  await put(guest, chair, 1)
  const id = await waiting(guest)
  const line = lines.find(({ variantId }) => variantId === lamp)
  const { userErrors } = await change(stack, guest, ['removeCartLine', { lineId: line?.id }])
  assert.deepEqual(userErrors, [])
  await put(guest, chair, 1)
  await signIn(guest, user)
  assert.deepEqual(await inCart(user), { [mug]: 99, [lamp]: 5, [chair]: 2 })
  await pay(guest, id)
  assert.deepEqual(await inCart(user), { [mug]: 98, [lamp]: 5, [chair]: 1 })
})

test('a cart that was ordered itself meanwhile, and the new one behind it, stay as they are', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const mug = newVariant()
  await put(guest, mug, 2)
  const id = await waiting(guest)
  await signIn(guest, user)
  assert.equal((await checkout(stack, user)).order?.phase, 'COMPLETED')
  await put(user, mug, 1)
  await pay(guest, id)
  assert.deepEqual(await inCart(user), { [mug]: 1 })
})

test('what came along is taken out of a cart that goes on under a new id as well', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const [mug, lamp] = [newVariant(), newVariant()]
  await put(user, lamp, 1)
  const own = await waiting(user)
  await put(guest, mug, 2)
  const id = await waiting(guest)
  await signIn(guest, user)
  await pay(user, own)
  assert.deepEqual(await inCart(user), { [mug]: 2 })
  await pay(guest, id)
  assert.deepEqual(await inCart(user), {})
})

test('an order that comes to nothing leaves the merged cart as it is', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const mug = newVariant()
  await put(guest, mug, 2)
  const id = await waiting(guest)
  await signIn(guest, user)
  stack.participants.confirm(id, 'DECLINED')
  for (let left = 250; (await readOrder(stack, guest, id))?.phase !== 'CANCELLED' && left > 0; left -= 1) await sleep(20)
  assert.deepEqual([(await readOrder(stack, guest, id))?.phase, await inCart(user)], ['CANCELLED', { [mug]: 2 }])
})
