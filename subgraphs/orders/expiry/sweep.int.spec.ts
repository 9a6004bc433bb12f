import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { support } from '@agora/testkit/viewers.ts'

import { add, change, readCart } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'
import { sweep } from './sweep.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const start = new Date('2026-11-23T12:00:00.000Z')

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())
beforeEach(async () => {
  stack.time.now = start
  await stack.rows.query('truncate carts, cart_lines, cart_merges, idempotency_keys')
})

const later = (milliseconds: number): Date => (stack.time.now = new Date(start.getTime() + milliseconds))
const filled = (viewer: Principal) => add(stack, viewer, { variantId: stack.catalogue.add().id })
const counted = async (): Promise<Record<string, number> | undefined> =>
  (
    await stack.rows.query<Record<string, number>>(
      'select (select count(*)::int from carts) carts, (select count(*)::int from cart_lines) lines, (select count(*)::int from idempotency_keys) keys',
    )
  ).rows[0]

test('a guest cart is gone 24 hours after the session began, however late it was changed', async () => {
  const guest = stack.newGuest()
  const { id } = await filled(guest)
  later(DAY - 1)
  assert.equal((await filled(guest)).id, id)
  later(DAY)
  assert.equal(await readCart(stack, guest), null)
})

test('a user cart lives 90 days from its last change, and then for nobody', async () => {
  const user = stack.newCustomer()
  const { id } = await filled(user)
  later(89 * DAY)
  const [line] = (await filled(user)).lines
  later((89 + 90) * DAY - 1)
  assert.equal((await readCart(stack, user))?.totalQuantity, 2)
  later((89 + 90) * DAY)
  const asked = `{ cartById(id: "${id}") { id } _entities(representations: [
    {__typename: "Cart", id: "${id}"}, {__typename: "CartLine", id: "${line?.id}"}, {__typename: "User", id: "${user.sub}"}]) {
    ... on Cart { id } ... on CartLine { id } ... on User { cart { id } } } }`
  for (const viewer of [user, support()]) {
    assert.deepEqual((await stack.as(viewer)(asked)).data, { cartById: null, _entities: [null, null, { cart: null }] })
  }
  assert.equal(await readCart(stack, user), null)
})

test('lines of an expired cart cannot be changed', async () => {
  const user = stack.newCustomer()
  const [line] = (await filled(user)).lines
  later(90 * DAY)
  const before = await stack.snapshot()
  const { userErrors } = await change(stack, user, ['updateCartLine', { lineId: line?.id, quantity: 2, expectedVersion: 1 }])
  assert.deepEqual([userErrors.map(({ code }) => code), await stack.snapshot()], [['LINE_NOT_FOUND'], before])
})

test('who adds after the cart has expired gets a new one, with nothing of the old, before the sweeper came', async () => {
  const user = stack.newCustomer()
  const old = await filled(user)
  later(90 * DAY)
  const carts = await Promise.all(Array.from({ length: 10 }, () => filled(user)))
  const cart = await readCart(stack, user)
  assert.deepEqual([new Set(carts.map(({ id }) => id)).size, cart?.totalQuantity, cart?.id === old.id], [1, 10, false])
  assert.deepEqual(await counted(), { carts: 1, lines: 10, keys: 0 })
})

test('sweeping removes expired carts with their lines in bounded statements, and nothing else', async () => {
  for (let nth = 0; nth < 5; nth += 1) await filled(stack.newGuest())
  await filled(stack.newCustomer())
  assert.deepEqual(await sweep(stack.rows, later(DAY), { batch: 2, batches: 2 }), { carts: 4, keys: 0, contacts: 0, reasons: 0 })
  assert.deepEqual(await counted(), { carts: 2, lines: 2, keys: 0 })
  assert.deepEqual(await sweep(stack.rows, later(DAY)), { carts: 1, keys: 0, contacts: 0, reasons: 0 })
  assert.deepEqual(await counted(), { carts: 1, lines: 1, keys: 0 })
})

test('sweeping forgets idempotency keys after 24 hours, and the carts that were merged away', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await filled(guest)
  await change(stack, user, ['mergeCart', { guestToken: await stack.users.guestToken(guest.sub, start), idempotencyKey: newId('Cart') }])
  assert.deepEqual(await sweep(stack.rows, later(DAY - 1)), { carts: 0, keys: 0, contacts: 0, reasons: 0 })
  assert.deepEqual(await sweep(stack.rows, later(DAY)), { carts: 1, keys: 1, contacts: 0, reasons: 0 })
  assert.deepEqual(await counted(), { carts: 1, lines: 1, keys: 0 })
  assert.equal((await stack.rows.query('select from cart_merges')).rowCount, 0)
})

test('a cart that is being prolonged while it is swept stays', async () => {
  const { id } = await filled(stack.newGuest())
  const client = await stack.rows.connect()
  try {
    await client.query('begin')
    await client.query('update carts set expires_at = $2 where id = $1', [id, new Date(start.getTime() + 2 * DAY)])
    assert.deepEqual(await sweep(stack.rows, later(DAY)), { carts: 0, keys: 0, contacts: 0, reasons: 0 })
    await client.query('commit')
  } finally {
    client.release()
  }
  assert.deepEqual(
    [await sweep(stack.rows, later(DAY)), await counted()],
    [
      { carts: 0, keys: 0, contacts: 0, reasons: 0 },
      { carts: 1, lines: 1, keys: 0 },
    ],
  )
})

test('sweepers that run at once share the work, and adds that race with them are all kept', async () => {
  const user = stack.newCustomer()
  await filled(user)
  for (let nth = 0; nth < 9; nth += 1) await filled(stack.newGuest())
  const now = later(90 * DAY)
  const [swept] = await Promise.all([
    Promise.all(Array.from({ length: 3 }, () => sweep(stack.rows, now, { batch: 2, batches: 10 }))),
    Promise.all(Array.from({ length: 10 }, () => filled(user))),
  ])
  await sweep(stack.rows, now)
  assert.ok(swept.every(({ carts }) => carts <= 10))
  assert.deepEqual([(await readCart(stack, user))?.totalQuantity, await counted()], [10, { carts: 1, lines: 10, keys: 0 }])
})

test('whom an order was for is forgotten when its time has come, and not before', async () => {
  const contact = `insert into order_contacts (id, order_id, email, name, locale, shipping_address, created_at, expires_at) values ($1, $1, 'a@b.c', 'A', 'en', '{}', $2, $3)`
  await stack.rows.query(contact, ['oct_1', later(0), later(DAY)])
  await stack.rows.query(contact, ['oct_2', later(0), later(DAY + 1)])
  assert.equal((await sweep(stack.rows, later(DAY - 1))).contacts, 0)
  assert.equal((await sweep(stack.rows, later(DAY))).contacts, 1)
  assert.deepEqual((await stack.rows.query('select id from order_contacts')).rows, [{ id: 'oct_2' }])
})

test('what was said about an order is forgotten when its time has come, and not before', async () => {
  const reason = `insert into order_reasons (order_id, id, text, created_at, expires_at) values ('ord_1', $1, 'For Ada', $2, $3)`
  await stack.rows.query(reason, ['rsn_1', later(0), later(DAY)])
  await stack.rows.query(reason, ['rsn_2', later(0), later(DAY + 1)])
  assert.equal((await sweep(stack.rows, later(DAY - 1))).reasons, 0)
  assert.equal((await sweep(stack.rows, later(DAY))).reasons, 1)
  assert.deepEqual((await stack.rows.query('select id from order_reasons')).rows, [{ id: 'rsn_2' }])
})
