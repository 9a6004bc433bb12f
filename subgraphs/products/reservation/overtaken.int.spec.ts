import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { commitOf, releaseOf, reserveOf, startStockProcess, untilWaiting, type StockProcess } from '../testing/stockProcess.ts'
import { carryOut } from './carryOut.ts'
import { glanceAtBooks } from './glance.ts'
import type { StockCommand } from './stockCommand.ts'
import { writeAtOnce } from './writeAtOnce.ts'

let stack: ProductsStack
let one: StockProcess
let other: StockProcess
let locationId: string
before(async () => {
  let url = ''
  stack = await startProductsStack({ stockUrl: async (given) => (url = given) })
  ;[one, other] = [startStockProcess(url), startStockProcess(url)]
  locationId = await addLocation(stack)
})
after(async () => {
  await Promise.all([one.stop(), other.stop()])
  await stack.stop()
})

const newOrder = (): string => newId('Order')

async function variantWith(quantity: number): Promise<string> {
  const [variantId = ''] = (await addProduct(stack)).variantIds
  await addStock(stack, variantId, { locationId, quantity })
  return variantId
}

async function heldOf(variantId: string, quantity: number): Promise<string> {
  const orderId = newOrder()
  assert.deepEqual(await one.carryOut(reserveOf(orderId, { variantId, quantity })), ['ok'])
  one.statements()
  return orderId
}

async function levelOf(variantId: string): Promise<unknown> {
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  const sums = 'SELECT sum(on_hand)::int AS "onHand", sum(reserved)::int AS reserved FROM stock WHERE variant_id = $1'
  return (await stack.rows.query(sums, [variantId])).rows[0]
}

/** What a batch is answered while another one, which has not committed yet, is before it. */
async function behind(others: StockCommand, ...batch: readonly StockCommand[]): Promise<string[]> {
  const commit = await other.stopBeforeCommit(others)
  one.statements()
  const answering = one.carryOut(...batch)
  await untilWaiting(stack.rows).finally(commit)
  return answering
}

for (const [pieces, wanted, answer] of [
  [1000, 998, 'INSUFFICIENT_STOCK'],
  [1000, 500, 'ok'],
  [10, 8, 'INSUFFICIENT_STOCK'],
  [10, 5, 'ok'],
] as const) {
  test(`${wanted} of ${pieces} pieces, of which another takes 3 between glance and write, are decided anew: ${answer}`, async () => {
    const variantId = await variantWith(pieces)
    const taking = reserveOf(newOrder(), { variantId, quantity: 3 })
    assert.deepEqual(await behind(taking, reserveOf(newOrder(), { variantId, quantity: wanted })), [answer])
    const begun = one.statements()
    assert.deepEqual([begun[0], begun.includes('write at once'), begun.includes('claim')], ['glance', true, true])
    assert.deepEqual(await levelOf(variantId), { onHand: pieces, reserved: answer === 'ok' ? 3 + wanted : 3 })
  })
}

test('a sale that another makes meanwhile leaves as much to be had: the statement goes on from its sums, not from those it began with', async () => {
  const variantId = await variantWith(1000)
  const sold = await heldOf(variantId, 300)
  assert.deepEqual(await behind(commitOf(sold), reserveOf(newOrder(), { variantId, quantity: 600 })), ['ok'])
  assert.deepEqual(one.statements(), ['glance', 'write at once'])
  assert.deepEqual(await levelOf(variantId), { onHand: 700, reserved: 600 })
})

test('pieces that another lets go of meanwhile are seen', async () => {
  const variantId = await variantWith(1000)
  const freed = await heldOf(variantId, 300)
  assert.deepEqual(await behind(releaseOf(freed), reserveOf(newOrder(), { variantId, quantity: 1000 })), ['ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 1000 })
})

test('what is held of an order that is being released is not sold', async () => {
  const variantId = await variantWith(1000)
  const [orderId, neighbour] = [await heldOf(variantId, 300), await heldOf(variantId, 5)]
  assert.deepEqual(await behind(releaseOf(orderId), commitOf(orderId), commitOf(neighbour)), ['NOT_RESERVED', 'ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 995, reserved: 0 })
})

test('an order that is being sold at once is released no more', async () => {
  const variantId = await variantWith(1000)
  const orderId = await heldOf(variantId, 300)
  const holder = await stack.rows.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM stock WHERE variant_id = $1 FOR UPDATE', [variantId])
  const selling = one.carryOut(commitOf(orderId))
  await untilWaiting(stack.rows)
  const releasing = other.carryOut(releaseOf(orderId))
  await untilWaiting(stack.rows, 2)
  await holder.query('ROLLBACK')
  holder.release()
  assert.deepEqual([await selling, await releasing], [['ok'], ['COMMITTED']])
  assert.deepEqual(one.statements(), ['glance', 'write at once'])
  assert.deepEqual(await levelOf(variantId), { onHand: 700, reserved: 0 })
})

test('a reservation meets the release that is before it, and nothing of it is held', async () => {
  const variantId = await variantWith(1000)
  const orderId = newOrder()
  const neighbour = reserveOf(newOrder(), { variantId, quantity: 1 })
  assert.deepEqual(await behind(releaseOf(orderId), reserveOf(orderId, { variantId, quantity: 300 }), neighbour), ['RELEASED', 'ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 1 })
})

test('the same step by two processes at the same time has its effect once', async () => {
  const variantId = await variantWith(1000)
  const orderId = newOrder()
  const [reserving, selling] = [reserveOf(orderId, { variantId, quantity: 300 }), commitOf(orderId)]
  assert.deepEqual(await behind(reserving, reserving), ['ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 300 })
  assert.deepEqual(await behind(selling, selling), ['ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 700, reserved: 0 })
})

test('the sale of one process and the release of another, at once and again and again, end in one of the two', async () => {
  const variantId = await variantWith(1000)
  let sold = 0
  for (let time = 0; time < 40; time += 1) {
    const orderId = await heldOf(variantId, 1)
    const [[selling], [releasing]] = await Promise.all([one.carryOut(commitOf(orderId)), other.carryOut(releaseOf(orderId))])
    assert.ok((selling === 'ok' && releasing === 'COMMITTED') || (selling === 'NOT_RESERVED' && releasing === 'ok'), `${selling} ${releasing}`)
    if (selling === 'ok') sold += 1
  }
  assert.deepEqual(await levelOf(variantId), { onHand: 1000 - sold, reserved: 0 })
})

/** Decides by a glance, lets something happen, and answers what becomes of the write: `written`, or the SQLSTATE that it ends in. */
async function writeAfter(commands: readonly StockCommand[], meanwhile: () => Promise<unknown>): Promise<string> {
  const { pool } = one.parts
  const books = await glanceAtBooks(pool, commands)
  assert.ok(books)
  const outcome = carryOut(commands, books)
  await meanwhile()
  const before = await stack.snapshot()
  try {
    await writeAtOnce(pool, outcome, books)
    return 'written'
  } catch (error) {
    assert.equal(await stack.snapshot(), before)
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

test('a place that stock came into after the glance ends the statement, even if nothing else has changed', async () => {
  const variantId = await variantWith(1000)
  const arrives = async (): Promise<void> => addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 5 })
  assert.equal(await writeAfter([reserveOf(newOrder(), { variantId, quantity: 1001 })], arrives), '40001')
  assert.equal(await writeAfter([reserveOf(newOrder(), { variantId, quantity: 1 })], async () => undefined), 'written')
})

test('stock that moved from one place to another after the glance ends the statement', async () => {
  const variantId = await variantWith(500)
  const second = await addLocation(stack)
  await addStock(stack, variantId, { locationId: second, quantity: 500 })
  const moves = async (): Promise<void> => {
    const moved = { variantId, reason: 'COUNTED', expectedQuantity: 500 }
    await stack.change('adjustInventory', { ...moved, locationId, newQuantity: 0, idempotencyKey: newId('Movement') })
    await stack.change('adjustInventory', { ...moved, locationId: second, newQuantity: 1000, idempotencyKey: newId('Movement') })
  }
  assert.equal(await writeAfter([reserveOf(newOrder(), { variantId, quantity: 400 })], moves), '40001')
})

test('a place that stock comes into while the statement waits is announced with the rest', async () => {
  const variantId = await variantWith(5)
  const place = await addLocation(stack)
  const staff = await stack.rows.connect()
  await staff.query('BEGIN')
  await staff.query('SELECT FROM variant WHERE id = $1 FOR NO KEY UPDATE', [variantId])
  await staff.query('INSERT INTO stock (variant_id, location_id) VALUES ($1, $2)', [variantId, place])
  await staff.query('SELECT FROM stock WHERE variant_id = $1 ORDER BY location_id FOR NO KEY UPDATE', [variantId])
  const movement = `INSERT INTO movement (id, variant_id, location_id, delta, reason, actor) VALUES ($1, $2, $3, 10, 'RECEIVED', 'usr_1')`
  await staff.query(movement, [newId('Movement'), variantId, place])
  const reserving = one.carryOut(reserveOf(newOrder(), { variantId, quantity: 4 }))
  await untilWaiting(stack.rows)
  await staff.query('COMMIT')
  staff.release()
  assert.deepEqual(await reserving, ['ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 15, reserved: 4 })
  const told = await stack.rows.query(`SELECT data->'available' AS available FROM events WHERE stream = $1 ORDER BY version DESC LIMIT 1`, [
    variantId,
  ])
  assert.deepEqual(told.rows, [{ available: 11 }])
})

test('sales of several orders wait for their reservations in the one order of all writers', async () => {
  const variantId = await variantWith(1000)
  const [first = '', last = ''] = [newOrder(), newOrder()].toSorted()
  // In the table the later one lies before the other.
  for (const orderId of [last, first]) await one.carryOut(reserveOf(orderId, { variantId, quantity: 1 }))
  one.statements()
  const holder = await stack.rows.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT FROM reservation WHERE order_id = $1 FOR UPDATE', [first])
  const releasing = other.carryOut(releaseOf(first), releaseOf(last))
  await untilWaiting(stack.rows)
  const selling = one.carryOut(commitOf(last), commitOf(first))
  await untilWaiting(stack.rows, 2)
  await holder.query('ROLLBACK')
  holder.release()
  const begun = performance.now()
  assert.deepEqual(
    [await releasing, await selling],
    [
      ['ok', 'ok'],
      ['NOT_RESERVED', 'NOT_RESERVED'],
    ],
  )
  // The server looks for circles when somebody has waited for a second.
  assert.ok(performance.now() - begun < 900)
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 0 })
})
