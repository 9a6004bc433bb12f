import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { stockClient, type StockClient } from '../testing/stockClient.ts'

let stack: ProductsStack
let clients: readonly StockClient[]
before(async () => {
  stack = await startProductsStack()
  clients = Array.from({ length: 4 }, () => stockClient(stack.caller('orders'), 60_000))
})
after(() => stack.stop())

const RACERS = 1000

for (const pieces of [1, 100]) {
  test(`of ${RACERS} orders at once for ${pieces} in stock, ${pieces} get one each`, async () => {
    const { variantIds } = await addProduct(stack)
    const [variantId = ''] = variantIds
    await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: pieces })
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, turn) => clients[turn % clients.length]?.reserve(newId('Order'), [{ variantId, quantity: 1 }])),
    )
    const counted = Map.groupBy(answers, (answer) => answer)
    assert.deepEqual([counted.get('ok')?.length, counted.get('INSUFFICIENT_STOCK')?.length], [pieces, RACERS - pieces])
    const { rows } = await stack.rows.query('SELECT on_hand, reserved FROM stock WHERE variant_id = $1', [variantId])
    assert.deepEqual(rows, [{ on_hand: pieces, reserved: pieces }])
    assert.deepEqual(await inventoryFaults(stack.rows), [])
  })
}

test('baskets that overlap in every order neither oversell nor stop each other', async () => {
  const locationIds = [await addLocation(stack), await addLocation(stack)]
  const variantIds = await Promise.all(Array.from({ length: 6 }, async () => (await addProduct(stack)).variantIds[0] ?? ''))
  for (const variantId of variantIds) for (const locationId of locationIds) await addStock(stack, variantId, { locationId, quantity: 20 })
  const turn = (by: number): string[] => [...variantIds.slice(by), ...variantIds.slice(0, by)]
  const buy = async (client: StockClient, number: number): Promise<string> => {
    const orderId = newId('Order')
    const chosen = number % 2 === 0 ? turn(number % 6) : turn(number % 6).toReversed()
    const held = await client.reserve(
      orderId,
      chosen.slice(0, 3).map((variantId) => ({ variantId, quantity: 1 })),
    )
    if (held !== 'ok') return held
    return number % 3 === 0 ? `released ${await client.release(orderId)}` : `sold ${await client.commit(orderId)}`
  }
  const buying = Array.from({ length: 300 }, (_, number) => {
    const client = clients[number % clients.length]
    return client === undefined ? '' : buy(client, number)
  })
  const told = new Set(await Promise.all(buying))
  assert.deepEqual(
    [...told].filter((one) => !['INSUFFICIENT_STOCK', 'released ok', 'sold ok'].includes(one)),
    [],
  )
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  const { rows } = await stack.rows.query('SELECT count(*)::int AS held FROM reservation WHERE variant_id = ANY ($1)', [variantIds])
  assert.deepEqual(rows, [{ held: 0 }])
})
