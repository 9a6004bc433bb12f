import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { layCuttableLine, type CuttableLine } from '../testing/cuttableLine.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { stockClient, type StockClient } from '../testing/stockClient.ts'

let stack: ProductsStack
let line: CuttableLine
let stock: StockClient
before(async () => {
  stack = await startProductsStack({ stockUrl: async (url) => (line = await layCuttableLine(url)).url })
  stock = stockClient(stack.caller('orders'))
})
after(async () => {
  await stack.stop()
  await line.close()
})

async function piecesOf(quantity: number): Promise<string> {
  const [variantId = ''] = (await addProduct(stack)).variantIds
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity })
  return variantId
}

const tenPieces = (): Promise<string> => piecesOf(10)

async function reservedOf(variantId: string): Promise<unknown> {
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  return (await stack.rows.query<{ reserved: number }>('SELECT reserved FROM stock WHERE variant_id = $1', [variantId])).rows[0]?.reserved
}

test('while the database is away every step is unavailable, and afterwards the same step is done', async () => {
  const variantId = await tenPieces()
  const orderId = newId('Order')
  const ask = () => stock.reserve(orderId, [{ variantId, quantity: 3 }])
  await stock.release(newId('Order'))
  line.cut()
  assert.deepEqual(await Promise.all([ask(), ask(), stock.commit(newId('Order'))]), ['unavailable', 'unavailable', 'unavailable'])
  line.mend()
  assert.equal(await ask(), 'ok')
  assert.equal(await reservedOf(variantId), 3)
})

for (const moment of ['before', 'after'] as const) {
  test(`a connection that breaks ${moment} the commit has arrived is never taken for a success, and asking again has the effect once`, async () => {
    const variantId = await tenPieces()
    const orderId = newId('Order')
    const ask = () => stock.reserve(orderId, [{ variantId, quantity: 3 }])
    line.cutAt('COMMIT', moment)
    assert.equal(await ask(), 'unavailable')
    assert.equal(await ask(), 'ok')
    assert.equal(await reservedOf(variantId), 3)
  })
}

for (const moment of ['before', 'after'] as const) {
  test(`a connection that breaks ${moment} the one statement of a plain batch has arrived is no answer either, and asking again has the effect once`, async () => {
    const variantId = await piecesOf(1000)
    const orderId = newId('Order')
    const ask = () => stock.reserve(orderId, [{ variantId, quantity: 3 }])
    line.cutAt('stock_at_once', moment)
    assert.equal(await ask(), 'unavailable')
    assert.equal(await ask(), 'ok')
    assert.equal(await reservedOf(variantId), 3)
  })
}

test('a step that waits too long is given up by its caller’s deadline, and asking again has the effect once', async () => {
  const variantId = await tenPieces()
  const orderId = newId('Order')
  const hasty = stockClient(stack.caller('orders'), 300)
  const holder = await stack.rows.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM stock WHERE variant_id = $1 FOR UPDATE', [variantId])
  assert.equal(await hasty.reserve(orderId, [{ variantId, quantity: 3 }]), 'deadline_exceeded')
  await holder.query('ROLLBACK')
  holder.release()
  await wait(50)
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 3 }]), 'ok')
  assert.equal(await reservedOf(variantId), 3)
})

test('a stock row that somebody holds for long keeps its own orders waiting, not the others of the batch', async () => {
  const [heldId, freeId] = [await tenPieces(), await tenPieces()]
  const holder = await stack.rows.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM stock WHERE variant_id = $1 FOR UPDATE', [heldId])
  const [waiting, going] = [newId('Order'), newId('Order')]
  const answers = await Promise.all([
    stock.reserve(waiting, [{ variantId: heldId, quantity: 1 }]),
    stock.reserve(going, [{ variantId: freeId, quantity: 1 }]),
  ])
  assert.deepEqual(answers, ['unavailable', 'ok'])
  await holder.query('ROLLBACK')
  holder.release()
  assert.equal(await stock.reserve(waiting, [{ variantId: heldId, quantity: 1 }]), 'ok')
  assert.deepEqual([await reservedOf(heldId), await reservedOf(freeId)], [1, 1])
})
