import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous, type Principal } from '@agora/security/viewer.ts'
import { support } from '@agora/testkit/viewers.ts'

import { add, change, readCart, type CartPayloadAnswer } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())
beforeEach(() => {
  stack.time.now = new Date('2026-11-23T12:00:00.000Z')
  stack.users.down = false
})

let made = 0
const newKey = (): string => `merge-key-${(made += 1)}`
const codes = ({ userErrors }: CartPayloadAnswer): string[] => userErrors.map(({ code }) => code)
const merge = (viewer: Principal, guestToken: string, idempotencyKey: string): Promise<CartPayloadAnswer> =>
  change(stack, viewer, ['mergeCart', { guestToken, idempotencyKey }])
const tokenOf = (guest: Principal): Promise<string> => stack.users.guestToken(guest.sub, stack.time.now)
const variants = (count: number): string[] => Array.from({ length: count }, () => stack.catalogue.add().id)

async function fill(viewer: Principal, wanted: Readonly<Record<string, number>>): Promise<void> {
  for (const [variantId, quantity] of Object.entries(wanted)) await add(stack, viewer, { variantId, quantity })
}

async function pieces(...viewers: Principal[]): Promise<number> {
  const carts = await Promise.all(viewers.map((viewer) => readCart(stack, viewer)))
  return carts.reduce((sum, cart) => sum + (cart?.totalQuantity ?? 0), 0)
}

test('what a guest chose joins what the user had, and the cart of the guest is gone', async () => {
  const [mug = '', lamp = '', chair = ''] = variants(3)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await fill(user, { [mug]: 2, [lamp]: 1 })
  await fill(guest, { [mug]: 3, [chair]: 4 })
  const closed = (await readCart(stack, guest))?.id
  const { cart, warnings, userErrors } = await merge(user, await tokenOf(guest), newKey())
  assert.deepEqual([userErrors, warnings], [[], []])
  assert.deepEqual(
    new Map(cart?.lines.map(({ variantId, quantity }) => [variantId, quantity])),
    new Map([
      [mug, 5],
      [lamp, 1],
      [chair, 4],
    ]),
  )
  assert.equal(await readCart(stack, guest), null)
  for (const viewer of [guest, user, support()])
    assert.deepEqual((await stack.as(viewer)(`{ cartById(id: "${closed}") { id } }`)).data, { cartById: null })
})

test('a user without a cart gets one in the currency of the guest', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const { id } = await add(stack, guest, { variantId: stack.catalogue.add().id, quantity: 2, currencyCode: 'EUR' })
  const { cart } = await merge(user, await tokenOf(guest), newKey())
  assert.deepEqual([cart?.currencyCode, cart?.totalQuantity, cart?.warnings, cart?.id === id], ['EUR', 2, [], false])
  assert.equal(cart?.expiresAt, '2027-02-21T12:00:00.000Z')
})

test('carts of two currencies become one in the currency of the user, and no price of the other is taken for a change', async () => {
  const [mug = '', lamp = ''] = variants(2)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await add(stack, user, { variantId: mug, currencyCode: 'USD' })
  await add(stack, guest, { variantId: lamp, currencyCode: 'EUR' })
  const { cart } = await merge(user, await tokenOf(guest), newKey())
  assert.deepEqual([cart?.subtotal, cart?.warnings], [{ decimal: '20.00', currencyCode: 'USD' }, []])
})

test('a merge of 40 lines takes as many statements and calls as one of two', async () => {
  const cost = async (count: number): Promise<unknown> => {
    const [guest, user] = [stack.newGuest(), stack.newCustomer()]
    const [shared = '', ...others] = variants(count)
    await fill(user, { [shared]: 1 })
    await fill(guest, Object.fromEntries([shared, ...others].map((id) => [id, 1])))
    const token = await tokenOf(guest)
    stack.statements()
    stack.catalogue.calls()
    assert.equal((await merge(user, token, newKey())).cart?.lines.length, count)
    return [stack.statements().length, stack.catalogue.calls().length]
  }
  assert.deepEqual(
    [await cost(2), await cost(40)],
    [
      [16, 1],
      [16, 1],
    ],
  )
})

test('a guest who chose nothing leaves the user as they were', async () => {
  const user = stack.newCustomer()
  const { cart, userErrors } = await merge(user, await tokenOf(stack.newGuest()), newKey())
  assert.deepEqual([cart, userErrors], [null, []])
})

test('a sum beyond 99 is cut with a warning, and the same key repeats the warning without doing anything', async () => {
  const [mug = ''] = variants(1)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await fill(user, { [mug]: 60 })
  await fill(guest, { [mug]: 50 })
  const [token, key] = [await tokenOf(guest), newKey()]
  const first = await merge(user, token, key)
  assert.deepEqual(first.warnings, [{ code: 'QUANTITY_CAPPED', variantId: mug, requested: 110, kept: 99 }])
  const before = await stack.snapshot()
  assert.deepEqual(await merge(user, token, key), first)
  assert.equal(await stack.snapshot(), before)
})

test('the first answer is repeated even when the token has expired meanwhile', async () => {
  const [mug = ''] = variants(1)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await fill(guest, { [mug]: 2 })
  const [token, key] = [await tokenOf(guest), newKey()]
  const first = await merge(user, token, key)
  stack.time.now = new Date(stack.time.now.getTime() + 2 * 3_600_000)
  assert.deepEqual(await merge(user, token, key), first)
  assert.deepEqual(codes(await merge(user, token, newKey())), ['GUEST_TOKEN_INVALID'])
})

test('the same key with another token is refused and changes nothing', async () => {
  const [mug = ''] = variants(1)
  const [guest, other, user] = [stack.newGuest(), stack.newGuest(), stack.newCustomer()]
  await fill(guest, { [mug]: 2 })
  await fill(other, { [mug]: 3 })
  const key = newKey()
  await merge(user, await tokenOf(guest), key)
  const before = await stack.snapshot()
  assert.deepEqual(codes(await merge(user, await tokenOf(other), key)), ['IDEMPOTENCY_KEY_REUSED'])
  assert.equal(await stack.snapshot(), before)
  assert.deepEqual([codes(await merge(stack.newCustomer(), await tokenOf(other), key)), await pieces(user)], [[], 2])
})

test('a token presented again under another key moves nothing twice, but what the guest chose since', async () => {
  const [mug = '', lamp = ''] = variants(2)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await fill(guest, { [mug]: 2 })
  const token = await tokenOf(guest)
  await merge(user, token, newKey())
  assert.equal((await merge(user, token, newKey())).cart?.totalQuantity, 2)
  await fill(guest, { [lamp]: 3 })
  assert.equal((await merge(user, token, newKey())).cart?.totalQuantity, 5)
})

test('ten merges at once move everything once: one key, ten keys, ten users', async () => {
  const [mug = '', lamp = ''] = variants(2)
  const raced = async (users: readonly Principal[], key: () => string): Promise<number> => {
    const guest = stack.newGuest()
    await fill(guest, { [mug]: 2, [lamp]: 5 })
    const token = await tokenOf(guest)
    const payloads = await Promise.all(users.map((user) => merge(user, token, key())))
    assert.deepEqual(payloads.flatMap(codes), [])
    assert.equal(await readCart(stack, guest), null)
    return pieces(...new Set(users))
  }
  const [one, two] = [stack.newCustomer(), stack.newCustomer()]
  await fill(two, { [mug]: 1 })
  const sameKey = newKey()
  assert.equal(
    await raced(
      Array.from({ length: 10 }, () => one),
      () => sameKey,
    ),
    7,
  )
  assert.equal(
    await raced(
      Array.from({ length: 10 }, () => two),
      newKey,
    ),
    8,
  )
  assert.equal(
    await raced(
      Array.from({ length: 10 }, () => stack.newCustomer()),
      newKey,
    ),
    7,
  )
})

test('ten at once under one key get one answer, its warning included', async () => {
  const [mug = ''] = variants(1)
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  await fill(user, { [mug]: 60 })
  await fill(guest, { [mug]: 50 })
  const [token, key] = [await tokenOf(guest), newKey()]
  const payloads = await Promise.all(Array.from({ length: 10 }, () => merge(user, token, key)))
  const warning = { code: 'QUANTITY_CAPPED', variantId: mug, requested: 110, kept: 99 }
  for (const { warnings, userErrors } of [...payloads, await merge(user, token, key)]) assert.deepEqual([warnings, userErrors], [[warning], []])
})

test('two tokens at once under one key: one is merged, the other refused and left as it is', async () => {
  const [mug = ''] = variants(1)
  const [one, two, user] = [stack.newGuest(), stack.newGuest(), stack.newCustomer()]
  for (const guest of [one, two]) await fill(guest, { [mug]: 2 })
  const key = newKey()
  const payloads = await Promise.all([merge(user, await tokenOf(one), key), merge(user, await tokenOf(two), key)])
  assert.deepEqual(payloads.flatMap(codes), ['IDEMPOTENCY_KEY_REUSED'])
  assert.deepEqual([await pieces(user), await pieces(one, two)], [2, 2])
})

test('merges of many guests into many users at once, with adds on both sides, lose and double nothing', async () => {
  const ids = variants(12)
  const guests = Array.from({ length: 6 }, () => stack.newGuest())
  const users = Array.from({ length: 3 }, () => stack.newCustomer())
  for (const guest of guests) await fill(guest, Object.fromEntries(ids.slice(0, 4).map((id) => [id, 1])))
  const tokens = await Promise.all(guests.map(tokenOf))
  const payloads = await Promise.all([
    ...users.flatMap((user) => tokens.map((token) => merge(user, token, newKey()))),
    ...[...guests, ...users].flatMap((viewer) =>
      ids.slice(4, 8).map((variantId) => change(stack, viewer, ['addCartItem', { variantId, quantity: 1 }])),
    ),
  ])
  assert.deepEqual(payloads.flatMap(codes), [])
  assert.equal(await pieces(...guests, ...users), 6 * 4 + 9 * 4)
})

test('a merge that would need more than 100 lines is refused, and both carts stay', async () => {
  const [guest, user] = [stack.newGuest(), stack.newCustomer()]
  const ids = variants(101)
  await fill(user, Object.fromEntries(ids.slice(0, 60).map((id) => [id, 1])))
  await fill(guest, Object.fromEntries(ids.slice(60).map((id) => [id, 1])))
  const before = await stack.snapshot()
  const key = newKey()
  assert.deepEqual(codes(await merge(user, await tokenOf(guest), key)), ['CART_FULL'])
  assert.equal(await stack.snapshot(), before)
  const [line] = (await readCart(stack, user))?.lines ?? []
  await change(stack, user, ['removeCartLine', { lineId: line?.id }])
  assert.equal((await merge(user, await tokenOf(guest), key)).cart?.lines.length, 100)
})

test('a token that does not speak for a living guest opens nothing and changes nothing', async () => {
  const [mug = ''] = variants(1)
  const [guest, victim, user] = [stack.newGuest(), stack.newCustomer(), stack.newCustomer()]
  await fill(guest, { [mug]: 2 })
  await fill(victim, { [mug]: 2 })
  const before = await stack.snapshot()
  const past = Math.floor(stack.time.now.getTime() / 1000) - 1
  const good = await tokenOf(guest)
  const tokens = [
    await stack.users.guestToken(guest.sub, stack.time.now, { exp: past }),
    await stack.users.guestToken(guest.sub, stack.time.now, { aud: 'elsewhere' }),
    await stack.users.guestToken(guest.sub, stack.time.now, { iss: 'http://evil.example' }),
    await stack.users.guestToken(victim.sub, stack.time.now, { roles: ['CUSTOMER'] }),
    await stack.users.guestToken(victim.sub, stack.time.now),
    good.slice(0, -4),
    `${good.split('.').slice(0, 2).join('.')}.`,
    'not a token',
  ]
  for (const token of tokens) assert.deepEqual(codes(await merge(user, token, newKey())), ['GUEST_TOKEN_INVALID'], token)
  assert.deepEqual(codes(await merge(user, 'x'.repeat(4097), newKey())), ['INVALID_INPUT'])
  assert.deepEqual(codes(await merge(user, good, 'short')), ['INVALID_INPUT'])
  assert.equal(await stack.snapshot(), before)
})

test('guests and the anonymous may not merge, not even a token of their own', async () => {
  const guest = stack.newGuest()
  await add(stack, guest, { variantId: stack.catalogue.add().id })
  const token = await tokenOf(guest)
  const before = await stack.snapshot()
  for (const viewer of [guest, stack.newGuest(), anonymous]) {
    const { errors, data } = await stack.as(viewer)('mutation ($input: MergeCartInput!) { mergeCart(input: $input) { userErrors { code } } }', {
      input: { guestToken: token, idempotencyKey: newKey() },
    })
    assert.deepEqual([errors?.map(({ extensions }) => extensions?.['code']), data], [['FORBIDDEN'], null])
  }
  assert.equal(await stack.snapshot(), before)
})

test('while users cannot be asked for keys a merge says so and changes nothing, then works with the same key', async () => {
  const fresh = await startOrdersStack()
  try {
    const [guest, user] = [fresh.newGuest(), fresh.newCustomer()]
    await add(fresh, guest, { variantId: fresh.catalogue.add().id })
    fresh.users.down = true
    const before = await fresh.snapshot()
    const input = { guestToken: await fresh.users.guestToken(guest.sub, fresh.time.now), idempotencyKey: newId('Cart') }
    assert.deepEqual(codes(await change(fresh, user, ['mergeCart', input])), ['IDENTITY_UNAVAILABLE'])
    assert.equal(await fresh.snapshot(), before)
    fresh.users.down = false
    fresh.time.now = new Date(fresh.time.now.getTime() + 1000)
    assert.equal((await change(fresh, user, ['mergeCart', input])).cart?.totalQuantity, 1)
  } finally {
    await fresh.stop()
  }
})
