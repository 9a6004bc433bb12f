import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { commitOf, releaseOf, reserveOf, startStockProcess, type StockProcess } from '../testing/stockProcess.ts'
import type { StockCommand } from './stockCommand.ts'

let stack: ProductsStack
let processes: readonly StockProcess[]
let places: readonly string[]
before(async () => {
  let url = ''
  stack = await startProductsStack({ stockUrl: async (given) => (url = given) })
  processes = [startStockProcess(url), startStockProcess(url)]
  places = [await addLocation(stack), await addLocation(stack)]
})
after(async () => {
  await Promise.all(processes.map((one) => one.stop()))
  await stack.stop()
})

async function variantsWith(count: number, quantity: number): Promise<string[]> {
  const variantIds: string[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const [variantId = ''] = (await addProduct(stack)).variantIds
    for (const locationId of places) await addStock(stack, variantId, { locationId, quantity })
    variantIds.push(variantId)
  }
  return variantIds
}

/** Three neighbours in a ring of variants, every other time from behind. */
function linesOf(variantIds: readonly string[], nth: number) {
  const ring = [...variantIds.slice(nth % variantIds.length), ...variantIds.slice(0, nth % variantIds.length)].slice(0, 3)
  return (nth % 2 === 0 ? ring : ring.toReversed()).map((variantId) => ({ variantId, quantity: 1 + (nth % 2) }))
}

const turns = Array.from({ length: 30 }, (_, turn) => turn)
const sums = async (variantIds: readonly string[]) =>
  (
    await stack.rows.query<{ id: string; onHand: number; free: number }>(
      'SELECT variant_id AS id, sum(on_hand)::int AS "onHand", sum(on_hand - reserved)::int AS free FROM stock WHERE variant_id = ANY ($1) GROUP BY 1 ORDER BY 1',
      [variantIds],
    )
  ).rows

/** By variant: what was told last. */
const told = async (variantIds: readonly string[]) =>
  (
    await stack.rows.query<{ id: string; available: number }>(
      `SELECT DISTINCT ON (stream) stream AS id, (data->>'available')::int AS available FROM events WHERE stream = ANY ($1) ORDER BY stream, version DESC`,
      [variantIds],
    )
  ).rows

for (const [what, count, quantity] of [
  ['one variant that everybody wants', 1, 400],
  ['one variant of which there are too few', 1, 60],
  ['a dozen variants in overlapping baskets', 12, 150],
] as const) {
  test(`two processes at ${what}: what is held, sold and let go of adds up at every moment, and what was told last is what is there`, async () => {
    const variantIds = await variantsWith(count, quantity)
    const sold = new Map<string, number>()
    const answers = new Set<string>()
    /** A round of a process: some orders reserve, then some of them take what they hold and the others let go of it. */
    const round = async (own: StockProcess, nth: number): Promise<void> => {
      const orders = Array.from({ length: 1 + (nth % 7) }, (_, place) => ({ orderId: newId('Order'), lines: linesOf(variantIds, nth + place) }))
      const held = await own.carryOut(...orders.map(({ orderId, lines }) => reserveOf(orderId, ...lines)))
      const ends = orders.map(({ orderId }, place): StockCommand => ((nth + place) % 4 === 0 ? releaseOf(orderId) : commitOf(orderId)))
      const ended = await own.carryOut(...ends)
      for (const [place, { lines }] of orders.entries()) {
        const [first, second] = [held[place], `${ends[place]?.kind} ${ended[place]}`]
        answers.add(`${first}, ${second}`)
        if (second === 'commit ok') for (const line of lines) sold.set(line.variantId, (sold.get(line.variantId) ?? 0) + line.quantity)
      }
    }
    const begun = await sums(variantIds)
    // Each process is at two batches at a time, so that four meet.
    const working = [...processes, ...processes].map(async (own, place) => {
      for (const turn of turns) await round(own, turn + place)
    })
    for (const _ of turns) assert.deepEqual(await inventoryFaults(stack.rows), [])
    await Promise.all(working)
    const fine = ['ok, commit ok', 'ok, release ok', 'INSUFFICIENT_STOCK, commit NOT_RESERVED', 'INSUFFICIENT_STOCK, release ok']
    assert.deepEqual(
      [...answers].filter((answer) => !fine.includes(answer)),
      [],
    )
    const ended = await sums(variantIds)
    assert.deepEqual(await inventoryFaults(stack.rows), [])
    assert.deepEqual(
      ended,
      begun.map(({ id, onHand }) => ({ id, onHand: onHand - (sold.get(id) ?? 0), free: onHand - (sold.get(id) ?? 0) })),
    )
    assert.deepEqual(
      await told(variantIds),
      ended.map(({ id, free }) => ({ id, available: Math.min(free, 99) })),
    )
  })
}
