import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { reserve } from '@agora/rpc/methods/inventory.ts'

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
