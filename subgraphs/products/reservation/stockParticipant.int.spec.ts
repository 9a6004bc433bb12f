import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { carryOut, reserve, type InventoryStep, type InventoryStepResponse } from '@agora/rpc/methods/inventory.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { EXPIRES_AT, stockClient, type StockClient } from '../testing/stockClient.ts'

let stack: ProductsStack
let stock: StockClient
before(async () => {
  stack = await startProductsStack()
  stock = stockClient(stack.caller('orders'))
})
after(() => stack.stop())

const newOrder = (): string => newId('Order')

async function variantWith(...quantities: readonly number[]): Promise<string> {
  const [variantId = ''] = (await addProduct(stack)).variantIds
  for (const quantity of quantities) await addStock(stack, variantId, { locationId: await addLocation(stack), quantity })
  return variantId
}

async function levels(variantId: string): Promise<unknown> {
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  const { rows } = await stack.rows.query('SELECT sum(on_hand)::int AS "onHand", sum(reserved)::int AS reserved FROM stock WHERE variant_id = $1', [
    variantId,
  ])
  return rows[0]
}

test('pieces are held, taken out and put back, and the ledger tells for which order', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 4 }]), 'ok')
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 4 })
  assert.equal(await stock.commit(orderId), 'ok')
  assert.deepEqual(await levels(variantId), { onHand: 6, reserved: 0 })
  assert.equal(await stock.restock(orderId, [{ variantId, quantity: 1 }], 'rfd_1'), 'ok')
  assert.equal(await stock.restock(orderId), 'ok')
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 0 })
  const { rows } = await stack.rows.query('SELECT delta, reason, actor, order_id FROM movement WHERE order_id = $1 ORDER BY created_at, id', [
    orderId,
  ])
  assert.deepEqual(rows, [
    { delta: -4, reason: 'SOLD', actor: 'orders', order_id: orderId },
    { delta: 1, reason: 'RETURNED', actor: 'orders', order_id: orderId },
    { delta: 3, reason: 'RETURNED', actor: 'orders', order_id: orderId },
  ])
})

test('every step may be asked again and has its effect once', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  const lines = [{ variantId, quantity: 4 }]
  const thrice = <Answer>(ask: () => Promise<Answer>): Promise<Answer[]> => Promise.all([ask(), ask(), ask()])
  assert.deepEqual(await thrice(() => stock.reserve(orderId, lines)), ['ok', 'ok', 'ok'])
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 4 })
  assert.deepEqual(await thrice(() => stock.commit(orderId)), ['ok', 'ok', 'ok'])
  assert.equal(await stock.reserve(orderId, lines), 'ok')
  assert.deepEqual(await levels(variantId), { onHand: 6, reserved: 0 })
  assert.deepEqual(await thrice(() => stock.restock(orderId)), ['ok', 'ok', 'ok'])
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 0 })
})

test('a key that comes with another message is refused, and nothing changes', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  await stock.reserve(orderId, [{ variantId, quantity: 4 }])
  const before = await stack.snapshot()
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 5 }]), 'already_exists')
  assert.equal(await stack.snapshot(), before)
})

test('all lines are held or none, and the shortages are told exactly', async () => {
  const [plenty, few] = [await variantWith(10), await variantWith(1, 1)]
  const orderId = newOrder()
  const request = {
    key: `${orderId}:reserve`,
    orderId,
    lines: [
      { variantId: plenty, quantity: 2 },
      { variantId: few, quantity: 3 },
    ],
    expiresAt: EXPIRES_AT,
  }
  const answers = [1, 2].map(() => stack.caller('orders').call(reserve, request, { timeoutMs: 5000 }))
  for (const answer of await Promise.all(answers))
    assert.deepEqual(answer, {
      ok: true,
      value: { ok: false, reason: 'INSUFFICIENT_STOCK', shortages: [{ variantId: few, wanted: 3, available: 2 }] },
    })
  assert.deepEqual(await levels(plenty), { onHand: 10, reserved: 0 })
  assert.equal(await stock.reserve(newOrder(), [{ variantId: newId('Variant'), quantity: 1 }]), 'UNKNOWN_VARIANT')
  assert.deepEqual([await stock.commit(orderId), await stock.restock(orderId)], ['NOT_RESERVED', 'NOT_COMMITTED'])
})

test('a refusal stays what it was when stock comes in later', async () => {
  const variantId = await variantWith()
  const orderId = newOrder()
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 1 }]), 'INSUFFICIENT_STOCK')
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 5 })
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 1 }]), 'INSUFFICIENT_STOCK')
  assert.equal(await stock.reserve(newOrder(), [{ variantId, quantity: 1 }]), 'ok')
})

test('a release that comes before its reservation has the last word', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  assert.equal(await stock.release(orderId), 'ok')
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 1 }]), 'RELEASED')
  assert.equal(await stock.commit(orderId), 'NOT_RESERVED')
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 0 })
})

test('a reservation and its release at once leave nothing held, whichever is first', async () => {
  const variantId = await variantWith(1000)
  const orders = Array.from({ length: 60 }, newOrder)
  await Promise.all(orders.flatMap((orderId) => [stock.reserve(orderId, [{ variantId, quantity: 3 }]), stock.release(orderId)]))
  assert.deepEqual(await levels(variantId), { onHand: 1000, reserved: 0 })
})

test('what one order lets go of another may take at the same moment', async () => {
  const variantId = await variantWith(3)
  const [first, second] = [newOrder(), newOrder()]
  await stock.reserve(first, [{ variantId, quantity: 3 }])
  const taking = async (): Promise<string> => {
    const answer = await stock.reserve(second, [{ variantId, quantity: 3 }])
    return answer === 'ok' ? stock.commit(second) : answer
  }
  const [, taken] = await Promise.all([stock.release(first), taking()])
  assert.ok(['ok', 'INSUFFICIENT_STOCK'].includes(taken))
  assert.deepEqual(await levels(variantId), { onHand: taken === 'ok' ? 0 : 3, reserved: 0 })
})

test('what is committed is released no more, and what is released is committed no more', async () => {
  const variantId = await variantWith(10)
  const [sold, freed] = [newOrder(), newOrder()]
  await Promise.all([sold, freed].map((orderId) => stock.reserve(orderId, [{ variantId, quantity: 2 }])))
  assert.deepEqual([await stock.commit(sold), await stock.release(sold)], ['ok', 'COMMITTED'])
  assert.deepEqual([await stock.release(freed), await stock.commit(freed)], ['ok', 'NOT_RESERVED'])
  assert.deepEqual(await levels(variantId), { onHand: 8, reserved: 0 })
})

test('a line that no place has alone is held in several, and taken out of those', async () => {
  const variantId = await variantWith(2, 5, 3)
  const orderId = newOrder()
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 9 }]), 'ok')
  assert.equal(await stock.commit(orderId), 'ok')
  const { rows } = await stack.rows.query('SELECT on_hand FROM stock WHERE variant_id = $1 ORDER BY on_hand', [variantId])
  assert.deepEqual(
    rows.map((row: { on_hand: number }) => row.on_hand),
    [0, 0, 1],
  )
  assert.equal(await stock.restock(orderId), 'ok')
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 0 })
})

test('two returns of an order at once do not bring back more than it was sold', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  await stock.reserve(orderId, [{ variantId, quantity: 3 }])
  await stock.commit(orderId)
  const returns = await Promise.all(['a', 'b', 'c'].map((refundId) => stock.restock(orderId, [{ variantId, quantity: 2 }], refundId)))
  assert.deepEqual(returns.toSorted(), ['TOO_MANY', 'TOO_MANY', 'ok'])
  assert.deepEqual(await levels(variantId), { onHand: 9, reserved: 0 })
})

test('malformed messages and every caller but orders are refused, and nothing changes', async () => {
  const variantId = await variantWith(10)
  const orderId = newOrder()
  const before = await stack.snapshot()
  const asked = { key: `${orderId}:reserve`, orderId, lines: [{ variantId, quantity: 1 }], expiresAt: EXPIRES_AT }
  const ask = async (given: object, name: 'orders' | 'router' = 'orders') => {
    const answer = await stack.caller(name).call(reserve, { ...asked, ...given }, { timeoutMs: 5000 })
    return answer.ok ? 'ok' : answer.error.code
  }
  assert.equal(await ask({ key: `${orderId}:other` }), 'invalid_argument')
  assert.equal(await ask({ key: `${newOrder()}:reserve` }), 'invalid_argument')
  assert.equal(await ask({ lines: [...asked.lines, ...asked.lines] }), 'invalid_argument')
  assert.equal(await ask({}, 'router'), 'permission_denied')
  assert.equal(await stack.snapshot(), before)
})

/** Asks several steps by one call; answers the steps' answers, or the code of the call's fault. */
async function together(...steps: readonly InventoryStep[]): Promise<readonly InventoryStepResponse[] | string> {
  const answer = await stack.caller('orders').call(carryOut, { steps: [...steps] }, { timeoutMs: 10_000, requestId: 'req-many' })
  return answer.ok ? answer.value.answers : answer.error.code
}

const stepOf = (kind: InventoryStep['kind'], orderId: string, given: Partial<InventoryStep> = {}): InventoryStep => ({
  kind,
  key: `${orderId}:${kind.toLowerCase()}`,
  orderId,
  lines: [],
  ...given,
})
const holding = (orderId: string, variantId: string, quantity: number): InventoryStep =>
  stepOf('RESERVE', orderId, { lines: [{ variantId, quantity }], expiresAt: EXPIRES_AT })

const yes = { ok: true, shortages: [] }
const no = (reason: string): object => ({ ok: false, reason, shortages: [] })
const faultsOf = (answers: readonly InventoryStepResponse[] | string): unknown =>
  typeof answers === 'string' ? answers : answers.map(({ ok, fault, reason }) => (ok ? 'ok' : (fault ?? reason)))

test('steps of several orders by one call are answered each by itself, in their order', async () => {
  const variantId = await variantWith(10)
  const [sold, freed, back, late] = [newOrder(), newOrder(), newOrder(), newOrder()]
  const begin = await together(holding(sold, variantId, 1), holding(freed, variantId, 2), holding(back, variantId, 3), stepOf('RELEASE', late))
  assert.deepEqual(begin, [yes, yes, yes, yes])
  assert.deepEqual(await together(stepOf('COMMIT', sold), stepOf('COMMIT', back)), [yes, yes])
  const answers = await together(
    stepOf('RESTOCK', back),
    stepOf('RELEASE', freed),
    holding(late, variantId, 1),
    stepOf('RELEASE', sold),
    holding(newOrder(), variantId, 10),
  )
  const shortages = [{ variantId, wanted: 10, available: 9 }]
  assert.deepEqual(answers, [yes, yes, no('RELEASED'), no('COMMITTED'), { ok: false, reason: 'INSUFFICIENT_STOCK', shortages }])
  assert.deepEqual(await levels(variantId), { onHand: 9, reserved: 0 })
})

test('a step that is malformed, or comes with the key of another message, does not harm those beside it', async () => {
  const variantId = await variantWith(10)
  const [known, good] = [newOrder(), newOrder()]
  await together(holding(known, variantId, 1))
  const answers = await together(
    stepOf('RESERVE', newOrder()),
    holding(good, variantId, 2),
    holding(known, variantId, 2),
    stepOf('COMMIT', newOrder(), { key: `${good}:commit` }),
  )
  assert.deepEqual(faultsOf(answers), ['invalid_argument', 'ok', 'already_exists', 'invalid_argument'])
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 3 })
})

test('a call of which no step was answered fails when all have one reason, and tells the reasons when they differ', async () => {
  const variantId = await variantWith(10)
  const known = newOrder()
  await together(holding(known, variantId, 1))
  const [malformed, reused] = [stepOf('RESERVE', newOrder()), holding(known, variantId, 2)]
  assert.equal(await together(malformed, malformed), 'invalid_argument')
  assert.deepEqual(faultsOf(await together(malformed, reused)), ['invalid_argument', 'already_exists'])
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 1 })
})

test('a step is the same one whether it is asked alone or among others', async () => {
  const variantId = await variantWith(10)
  const [alone, among] = [newOrder(), newOrder()]
  const lines = [{ variantId, quantity: 2 }]
  const steps = (orderId: string) => [
    holding(orderId, variantId, 2),
    stepOf('COMMIT', orderId),
    stepOf('RESTOCK', orderId),
    stepOf('RELEASE', orderId),
  ]
  const each = async (orderId: string): Promise<string[]> => [
    await stock.reserve(orderId, lines),
    await stock.commit(orderId),
    await stock.restock(orderId),
    await stock.release(orderId),
  ]
  const outcome = ['ok', 'ok', 'ok', 'COMMITTED']
  assert.deepEqual(await each(alone), outcome)
  assert.deepEqual(faultsOf(await together(...steps(alone))), outcome)
  assert.deepEqual(faultsOf(await together(...steps(among))), outcome)
  assert.deepEqual(await each(among), outcome)
  assert.deepEqual(await levels(variantId), { onHand: 10, reserved: 0 })
})

test('an announcement is traced back to the request of the step, not to that of the call', async () => {
  const variantId = await variantWith(10)
  await together({ ...holding(newOrder(), variantId, 1), requestId: 'req-of-the-buyer' })
  const { rows } = await stack.rows.query(`SELECT metadata->>'correlationId' AS cause FROM events WHERE stream = $1 ORDER BY version DESC LIMIT 1`, [
    variantId,
  ])
  assert.deepEqual(rows, [{ cause: 'req-of-the-buyer' }])
})
