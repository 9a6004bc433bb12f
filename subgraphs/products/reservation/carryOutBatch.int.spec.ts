import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { commitOf, releaseOf, reserveOf, startStockProcess, type StockProcess } from '../testing/stockProcess.ts'
import type { StockCommand } from './stockCommand.ts'

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
  if (quantity > 0) await addStock(stack, variantId, { locationId, quantity })
  one.statements()
  other.statements()
  return variantId
}

async function levelOf(variantId: string): Promise<unknown> {
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  return (await stack.rows.query('SELECT on_hand AS "onHand", reserved FROM stock WHERE variant_id = $1', [variantId])).rows[0]
}

const announcedOf = async (variantId: string): Promise<unknown> =>
  (await stack.rows.query(`SELECT data->'available' AS available FROM events WHERE stream = $1 ORDER BY version`, [variantId])).rows.map(
    ({ available }: { available: number }) => available,
  )

test('a batch of reservations and sales that the shop does not show is a glance and one statement, whatever its size', async () => {
  const variantId = await variantWith(1000)
  const held = Array.from({ length: 20 }, newOrder)
  const all = (word: string, count: number): string[] => Array.from({ length: count }, () => word)
  assert.deepEqual(await one.carryOut(...held.map((orderId) => reserveOf(orderId, { variantId, quantity: 2 }))), all('ok', 20))
  assert.deepEqual(one.statements(), ['glance', 'write at once'])
  const mixed = [...held.map(commitOf), ...Array.from({ length: 10 }, () => reserveOf(newOrder(), { variantId, quantity: 3 }))]
  assert.deepEqual(await one.carryOut(...mixed), all('ok', 30))
  assert.deepEqual(one.statements(), ['glance', 'write at once'])
  assert.deepEqual(await levelOf(variantId), { onHand: 960, reserved: 30 })
})

test('what the shop shows is announced in the transaction of the statement', async () => {
  const variantId = await variantWith(10)
  assert.deepEqual(await one.carryOut(reserveOf(newOrder(), { variantId, quantity: 4 })), ['ok'])
  assert.deepEqual(one.statements(), ['glance', 'BEGIN', 'write at once', 'another', 'another', 'COMMIT'])
  assert.deepEqual([await levelOf(variantId), await announcedOf(variantId)], [{ onHand: 10, reserved: 4 }, [10, 6]])
})

test('a key that came before by another process has the same answer, and no second effect', async () => {
  const variantId = await variantWith(1000)
  const orderId = newOrder()
  const command = reserveOf(orderId, { variantId, quantity: 4 })
  assert.deepEqual(await other.carryOut(command), ['ok'])
  assert.deepEqual(await one.carryOut(command, reserveOf(newOrder(), { variantId, quantity: 1 })), ['ok', 'ok'])
  assert.deepEqual(one.statements().slice(0, 4), ['glance', 'write at once', 'BEGIN', 'claim'])
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 5 })
  assert.deepEqual([await one.carryOut(commitOf(orderId)), await other.carryOut(commitOf(orderId))], [['ok'], ['ok']])
  assert.deepEqual(await one.carryOut(command), ['ok'])
  assert.deepEqual(await levelOf(variantId), { onHand: 996, reserved: 1 })
})

test('a key that came before with another message is refused, and its neighbours are done', async () => {
  const variantId = await variantWith(1000)
  const orderId = newOrder()
  await other.carryOut(reserveOf(orderId, { variantId, quantity: 4 }))
  const batch = [reserveOf(newOrder(), { variantId, quantity: 1 }), reserveOf(orderId, { variantId, quantity: 5 })]
  assert.deepEqual(await one.carryOut(...batch), ['ok', 'KeyReused'])
  assert.deepEqual(await levelOf(variantId), { onHand: 1000, reserved: 5 })
})

test('a refusal for lack of stock is written at once, and stays the answer when stock comes in', async () => {
  const variantId = await variantWith(2)
  const command = reserveOf(newOrder(), { variantId, quantity: 3 })
  assert.deepEqual(await one.carryOut(command), ['INSUFFICIENT_STOCK'])
  assert.deepEqual(one.statements(), ['glance', 'write at once'])
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 100 })
  assert.deepEqual([await one.carryOut(command), await other.carryOut(command)], [['INSUFFICIENT_STOCK'], ['INSUFFICIENT_STOCK']])
  const stored = await stack.rows.query('SELECT answer FROM participant_inbox WHERE key = $1', [command.key])
  const shortages = [{ variantId, wanted: 3, available: 2 }]
  assert.deepEqual(stored.rows, [{ answer: { ok: false, reason: 'INSUFFICIENT_STOCK', shortages } }])
})

test('within a batch each sees what those before it have left', async () => {
  const variantId = await variantWith(5)
  const [sold, late] = [newOrder(), newOrder()]
  await one.carryOut(reserveOf(sold, { variantId, quantity: 3 }))
  const takes = (quantity: number) => reserveOf(newOrder(), { variantId, quantity })
  assert.deepEqual(await one.carryOut(takes(1), commitOf(sold), takes(2), takes(1), reserveOf(late, { variantId, quantity: 1 })), [
    'ok',
    'ok',
    'INSUFFICIENT_STOCK',
    'ok',
    'INSUFFICIENT_STOCK',
  ])
  assert.deepEqual([await levelOf(variantId), await announcedOf(variantId)], [{ onHand: 2, reserved: 2 }, [5, 2, 0]])
})

test('what cannot be seen by a glance is locked first', async () => {
  const [variantId, empty] = [await variantWith(1000), await variantWith(0)]
  const [first, second] = [newOrder(), newOrder()]
  const locked = async (...batch: readonly StockCommand[]): Promise<readonly unknown[]> => {
    one.statements()
    return [await one.carryOut(...batch), one.statements().includes('write at once')]
  }
  assert.deepEqual(await locked(reserveOf(newOrder(), { variantId: empty, quantity: 1 })), [['INSUFFICIENT_STOCK'], false])
  assert.deepEqual(await locked(reserveOf(newOrder(), { variantId: newId('Variant'), quantity: 1 })), [['UNKNOWN_VARIANT'], false])
  assert.deepEqual(await locked(commitOf(newOrder())), [['NOT_RESERVED'], false])
  assert.deepEqual(await locked(reserveOf(first, { variantId, quantity: 2 }), commitOf(first)), [['ok', 'ok'], false])
  const twice = reserveOf(second, { variantId, quantity: 2 })
  assert.deepEqual(await locked(twice, twice), [['ok', 'ok'], false])
  assert.deepEqual(await locked(releaseOf(second)), [['ok'], false])
  assert.deepEqual(await levelOf(variantId), { onHand: 998, reserved: 0 })
})
