import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import fc from 'fast-check'

import { newId } from '@agora/ids/typeId.ts'

import { inventoryFaults } from '../inventory/inventoryFaults.ts'
import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { stockClient, type StockClient } from '../testing/stockClient.ts'
import { createStockModel } from '../testing/stockModel.ts'
import type { Line } from './stockCommand.ts'

let stack: ProductsStack
let stock: StockClient
let locationIds: readonly string[]
before(async () => {
  stack = await startProductsStack()
  stock = stockClient(stack.caller('orders'))
  locationIds = [await addLocation(stack), await addLocation(stack)]
})
after(() => stack.stop())

/** Two variants with five pieces each, in two locations, that no other run has. */
async function twoVariants(): Promise<readonly string[]> {
  const { variantIds } = await addProduct(stack, { prices: [{ USD: '1' }, { USD: '2' }] })
  for (const variantId of variantIds)
    for (const [place, locationId] of locationIds.entries()) await addStock(stack, variantId, { locationId, quantity: 2 + place })
  return variantIds
}

const quantity = fc.integer({ min: 1, max: 4 })
const lines = fc.uniqueArray(fc.record({ variant: fc.integer({ min: 0, max: 1 }), quantity }), { selector: ({ variant }) => variant, minLength: 1 })
const order = fc.integer({ min: 0, max: 4 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reserve' as const), order, lines }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const), order, lines: fc.constant([]) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release' as const), order, lines: fc.constant([]) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('restock' as const),
      order,
      lines: fc.oneof(fc.constant([]), lines),
      refund: fc.constantFrom('', '1', '2'),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

function play(one: Step, on: StockClient, { orders, variantIds }: Cast): Promise<string> {
  const { kind, order: number } = one
  const orderId = orders[number] ?? ''
  const given: readonly { readonly variant: number; readonly quantity: number }[] = one.lines
  const asked: Line[] = given.map((line) => ({ variantId: variantIds[line.variant] ?? '', quantity: line.quantity }))
  if (kind === 'reserve') return on.reserve(orderId, asked)
  if (kind === 'restock') return on.restock(orderId, asked, one.refund)
  return on[kind](orderId)
}

interface Cast {
  readonly orders: readonly string[]
  readonly variantIds: readonly string[]
}

const newCast = async (): Promise<Cast> => ({ variantIds: await twoVariants(), orders: Array.from({ length: 5 }, () => newId('Order')) })

async function levelsOf({ variantIds }: Cast): Promise<unknown> {
  assert.deepEqual(await inventoryFaults(stack.rows), [])
  const { rows } = await stack.rows.query<{ id: string; level: readonly number[] }>(
    'SELECT variant_id AS id, ARRAY[sum(on_hand), sum(reserved)]::int[] AS level FROM stock WHERE variant_id = ANY ($1) GROUP BY variant_id',
    [variantIds],
  )
  return new Map(rows.map(({ id, level }) => [id, level]))
}

test('whatever is asked in whatever order, the answers and the stock are those of a simple model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const cast = await newCast()
      const model = createStockModel(new Map(cast.variantIds.map((id) => [id, 5])))
      for (const one of steps) assert.equal(await play(one, stock, cast), await play(one, model, cast))
      assert.deepEqual(await levelsOf(cast), model.levels())
    }),
    { numRuns: 25 },
  )
})

test('asked all at once, the books still balance, and every answer stays what it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const cast = await newCast()
      const answers = await Promise.all(steps.map((one) => play(one, stock, cast)))
      // Each step again: what was answered stays answered, and nothing moves any more.
      const before = await levelsOf(cast)
      assert.deepEqual(await Promise.all(steps.map((one) => play(one, stock, cast))), answers)
      assert.deepEqual(await levelsOf(cast), before)
    }),
    { numRuns: 25 },
  )
})
