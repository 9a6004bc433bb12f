import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { newId } from '@agora/ids/typeId.ts'
import { support } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { catalogue } from '../../../schema/events/catalogue.ts'
import { add, readCart } from '../testing/cartDocuments.ts'
import { checkout, checkoutInputOf, codesOf, customerWithCart, eventsOf, newKey, order, readOrder } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const patience = { attempts: 3, attemptsOnward: 3, firstPauseMs: 20, longestPauseMs: 50, pollMs: 100 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())
beforeEach(() => stack.participants.heal())

const FINISHED = ['placed', 'stockReserved', 'paymentAuthorised', 'confirmed', 'paymentCaptured', 'stockCommitted', 'completed']
const rowsOf = async (table: string, orderId: string | undefined): Promise<number> =>
  (await stack.rows.query(`select from ${table} where order_id = $1`, [orderId])).rowCount ?? 0
const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let left = 200; left > 0 && !(await holds()); left -= 1) await sleep(25)
}

test('a cart becomes an order that is paid and out of the stock, and is closed', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made, userErrors } = await checkout(stack, viewer)
  assert.deepEqual([userErrors, made?.phase, made?.status], [[], 'COMPLETED', 'CONFIRMED'])
  assert.match(made?.number ?? '', /^AG-[0-9A-Z]{10}$/)
  assert.deepEqual(await eventsOf(stack, made?.id ?? ''), FINISHED)
  assert.deepEqual([stack.participants.stockOf(made?.id ?? ''), stack.participants.moneyOf(made?.id ?? '')], ['COMMITTED', 'CAPTURED'])
  assert.equal(await readCart(stack, viewer), null)
  const said = await stack.rows.query<{ data: unknown }>("select data from events where type = 'cart.changed' and data ->> 'owner' = $1", [
    viewer.sub,
  ])
  // The database made the last one, beside the catalogue.
  for (const { data } of said.rows) catalogue.check('cart.changed', data)
  assert.ok(said.rows.length > 1)
  assert.equal(await rowsOf('checkout_processes', made?.id), 0, 'nothing is under way, and how it was paid is forgotten')
  assert.equal(made?.contact?.email, 'ada@example.com')
})

test('a checkout writes three times in the database of orders, each time by one statement that is its own transaction, and calls four times', async () => {
  const viewer = await customerWithCart(stack)
  stack.statements()
  stack.participants.asked()
  const { order: made } = await checkout(stack, viewer)
  const statements = stack.statements()
  const writes = statements.filter((text) => text.includes('INSERT INTO events')).length
  const steps = stack.participants.asked().map((key) => key.slice((made?.id ?? '').length + 1))
  assert.deepEqual(
    [writes, statements.includes('BEGIN'), steps.slice(0, 2), steps.slice(2).sort()],
    [3, false, ['reserve', 'authorise'], ['capture', 'commit']],
  )
})

test('a guest checks out as well, and only who bought and staff see the order', async () => {
  const guest = stack.newGuest()
  await add(stack, guest, { variantId: stack.catalogue.add().id, currencyCode: 'EUR' })
  const { order: made } = await checkout(stack, guest)
  const id = made?.id ?? ''
  assert.equal((await readOrder(stack, guest, id))?.phase, 'COMPLETED')
  assert.equal((await readOrder(stack, support(), id))?.contact?.shippingAddress.city, 'Berlin')
  assert.equal(await readOrder(stack, stack.newCustomer(), id), null)
  assert.equal(await readOrder(stack, stack.newGuest(), id), null)
})

test('the same key gets the same order, asked again or at once, and another input is refused', async () => {
  const viewer = await customerWithCart(stack)
  const input = checkoutInputOf()
  const answers = await Promise.all([1, 2, 3, 4].map(() => order(stack, viewer, ['checkout', input])))
  const ids = new Set(answers.map(({ order: made }) => made?.id))
  assert.deepEqual([ids.size, answers.map(codesOf).flat()], [1, []])
  const again = await order(stack, viewer, ['checkout', input])
  assert.deepEqual([again.order?.id, again.order?.phase], [[...ids][0], 'COMPLETED'])
  const other = await order(stack, viewer, ['checkout', { ...input, paymentMethod: 'pm_other' }])
  assert.deepEqual([other.order, codesOf(other)], [null, ['IDEMPOTENCY_KEY_REUSED']])
})

test('two keys at once make one order of a cart', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('reserve', { afterMs: 100 })
  const answers = await Promise.all([checkout(stack, viewer), checkout(stack, viewer), checkout(stack, viewer)])
  assert.equal(answers.filter(({ order: made }) => made?.phase === 'COMPLETED').length, 1)
  assert.deepEqual(answers.flatMap(codesOf), ['CART_IN_CHECKOUT', 'CART_IN_CHECKOUT'])
})

test('what is refused before an order is made leaves nothing behind, and its key can be used again', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  const input = checkoutInputOf()
  const refusedAs = async (change: Readonly<Record<string, unknown>> = {}): Promise<string[]> => {
    const before = await stack.snapshot()
    const refused = await order(stack, viewer, ['checkout', { ...input, ...change }])
    assert.deepEqual([refused.order, await stack.snapshot()], [null, before])
    return codesOf(refused)
  }
  assert.deepEqual(await refusedAs(), ['CART_NOT_FOUND'])
  await add(stack, viewer, { variantId: mug.id, quantity: 2, currencyCode: 'EUR' })
  assert.deepEqual(await refusedAs({ cartId: newId('Cart') }), ['CART_NOT_FOUND'])
  assert.deepEqual(await refusedAs({ shippingMethodId: newId('ShippingMethod') }), ['SHIPPING_METHOD_UNAVAILABLE'])
  assert.deepEqual(await refusedAs({ expectedTotalMinor: '1' }), ['PRICE_CHANGED'])
  assert.deepEqual(await refusedAs({ paymentMethod: '4242 4242 4242 4242' }), ['INVALID_INPUT'])
  for (const expectedTotalMinor of ['-1', '1.5', '9223372036854775808', 'NaN', ''])
    assert.deepEqual(await refusedAs({ expectedTotalMinor }), ['INVALID_INPUT'])
  mug.available = 1
  assert.deepEqual(await refusedAs(), ['INSUFFICIENT_STOCK'])
  mug.published = false
  assert.deepEqual(await refusedAs(), ['LINE_UNAVAILABLE'])
  mug.published = true
  mug.prices = { USD: '1' }
  assert.deepEqual(await refusedAs(), ['NOT_PRICED'])
  stack.catalogue.down = true
  assert.deepEqual(await refusedAs(), ['CATALOGUE_UNAVAILABLE'])
  stack.catalogue.down = false
  mug.prices = { EUR: '900' }
  mug.available = 2
  const made = await order(stack, viewer, ['checkout', input])
  assert.equal(made.order?.phase, 'COMPLETED')
})

test('the total that was shown is the total that is paid', async () => {
  const viewer = await customerWithCart(stack)
  const shown = (await checkout(stack, viewer, { expectedTotalMinor: '1' })).userErrors[0]?.message.match(/\d+/)?.[0] ?? ''
  const { order: made } = await checkout(stack, viewer, { expectedTotalMinor: shown })
  assert.deepEqual([made?.phase, made?.totals.total.amountMinor], ['COMPLETED', shown])
})

test('a shortage cancels the order with nothing asked of payments, and the cart can be ordered again', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('reserve', { refuse: 'INSUFFICIENT_STOCK' })
  const refused = await checkout(stack, viewer)
  assert.deepEqual([refused.order?.phase, codesOf(refused)], ['CANCELLED', ['INSUFFICIENT_STOCK']])
  assert.deepEqual(await eventsOf(stack, refused.order?.id ?? ''), ['placed', 'cancelled'])
  assert.equal(stack.participants.moneyOf(refused.order?.id ?? ''), 'NONE')
  stack.participants.heal()
  assert.equal((await checkout(stack, viewer)).order?.phase, 'COMPLETED')
})

test('a declined payment releases the stock, says why, and a new key with another card works', async () => {
  const viewer = await customerWithCart(stack)
  const input = checkoutInputOf({ paymentMethod: 'pm_declined' })
  const declined = await order(stack, viewer, ['checkout', input])
  const id = declined.order?.id ?? ''
  assert.deepEqual(
    [declined.order?.phase, declined.order?.cancelReason?.code, codesOf(declined)],
    ['CANCELLED', 'CARD_DECLINED', ['PAYMENT_DECLINED']],
  )
  assert.deepEqual(await eventsOf(stack, id), ['placed', 'stockReserved', 'cancelling', 'stockReleased', 'cancelled'])
  assert.equal(stack.participants.stockOf(id), 'RELEASED')
  assert.deepEqual((await order(stack, viewer, ['checkout', input])).order?.id, id, 'the same key goes on telling of the same order')
  assert.notEqual(await readCart(stack, viewer), null)
  assert.equal((await checkout(stack, viewer)).order?.phase, 'COMPLETED')
})

test('answers that are lost are asked for again by their keys, and nothing happens twice', async () => {
  const viewer = await customerWithCart(stack)
  for (const step of ['reserve', 'authorise', 'capture', 'commit'] as const) stack.participants.script(step, 'lost', 1)
  const { order: made } = await checkout(stack, viewer)
  const id = made?.id ?? ''
  await until(async () => (await readOrder(stack, viewer, id))?.phase === 'COMPLETED')
  assert.deepEqual((await eventsOf(stack, id)).toSorted(), FINISHED.toSorted())
  for (const effect of ['RESERVED', 'COMMITTED', 'HELD', 'CAPTURED']) assert.equal(stack.participants.effects.get(`${id} ${effect}`), 1, effect)
})

test('when stock cannot be reached the order is given up, and what may have been held is released', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('reserve', 'down')
  const { order: made } = await checkout(stack, viewer)
  const id = made?.id ?? ''
  await until(async () => (await readOrder(stack, viewer, id))?.phase === 'CANCELLED')
  assert.deepEqual(await eventsOf(stack, id), ['placed', 'cancelling', 'paymentVoided', 'stockReleased', 'cancelled'])
  assert.equal((await readOrder(stack, viewer, id))?.cancelReason?.code, 'STOCK_UNAVAILABLE')
})

test('when payments cannot be reached the order is given up in reverse, money first', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('authorise', 'lost')
  const { order: made } = await checkout(stack, viewer)
  const id = made?.id ?? ''
  await until(async () => (await readOrder(stack, viewer, id))?.phase === 'CANCELLED')
  assert.deepEqual(await eventsOf(stack, id), ['placed', 'stockReserved', 'cancelling', 'paymentVoided', 'stockReleased', 'cancelled'])
  assert.deepEqual([stack.participants.moneyOf(id), stack.participants.stockOf(id)], ['VOIDED', 'RELEASED'])
})

test('participants that come back are gone on with', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('capture', 'down', 2)
  stack.participants.script('commit', 'down', 2)
  const { order: made } = await checkout(stack, viewer)
  await until(async () => (await readOrder(stack, viewer, made?.id ?? ''))?.phase === 'COMPLETED')
  assert.equal((await eventsOf(stack, made?.id ?? '')).at(-1), 'completed')
})

test('pieces that a cart’s own order holds are not told to be missing: the cart has an order already', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  await add(stack, viewer, { variantId: mug.id, quantity: 2, currencyCode: 'EUR' })
  const { order: made } = await checkout(stack, viewer, { paymentMethod: 'pm_action' })
  assert.equal(made?.phase, 'PENDING')
  mug.available = 0
  const again = await checkout(stack, viewer)
  assert.deepEqual([again.order, codesOf(again)], [null, ['CART_IN_CHECKOUT']])
})

test('the buyer is sent to the provider, and the order goes on once the payment is confirmed', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made, userErrors } = await checkout(stack, viewer, { paymentMethod: 'pm_action', returnUrl: 'https://shop.example/back' })
  const id = made?.id ?? ''
  assert.deepEqual([userErrors, made?.phase, made?.status], [[], 'PENDING', 'PLACED'])
  assert.deepEqual(made?.nextAction, { kind: 'CONFIRM_PAYMENT', redirectUrl: `https://pay.example/${id}` })
  assert.deepEqual(codesOf(await checkout(stack, viewer)), ['CART_IN_CHECKOUT'])
  stack.participants.confirm(id, 'AUTHORISED')
  await until(async () => (await readOrder(stack, viewer, id))?.phase === 'COMPLETED')
  assert.deepEqual((await readOrder(stack, viewer, id))?.nextAction, null)
  assert.equal((await eventsOf(stack, id)).filter((type) => type === 'paymentActionRequired').length, 1)
})

test('what was put into the cart meanwhile stays in a cart of its own', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer, { paymentMethod: 'pm_action' })
  const late = stack.catalogue.add({ sku: 'LATE' })
  const before = await add(stack, viewer, { variantId: late.id, quantity: 3 })
  stack.participants.confirm(made?.id ?? '', 'AUTHORISED')
  await until(async () => (await readOrder(stack, viewer, made?.id ?? ''))?.phase === 'COMPLETED')
  const kept = await readCart(stack, viewer)
  assert.deepEqual(
    kept?.lines.map(({ variantId, quantity }) => [variantId, quantity]),
    [[late.id, 3]],
  )
  assert.notEqual(kept?.id, before.id)
  assert.equal((await checkout(stack, viewer)).order?.phase, 'COMPLETED')
})

test('a payment that is not confirmed in time is let go, and one that arrives later finds a tombstone', async () => {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer, { paymentMethod: 'pm_action' })
  const id = made?.id ?? ''
  stack.time.now = new Date(stack.time.now.getTime() + 15 * 60_000)
  await until(async () => (await readOrder(stack, viewer, id))?.phase === 'CANCELLED')
  assert.equal((await readOrder(stack, viewer, id))?.cancelReason?.code, 'PAYMENT_EXPIRED')
  assert.deepEqual([stack.participants.moneyOf(id), stack.participants.stockOf(id)], ['VOIDED', 'RELEASED'])
  assert.deepEqual(codesOf(await order(stack, viewer, ['cancelOrder', { orderId: id, idempotencyKey: newKey() }])), ['ALREADY_CANCELLED'])
})
