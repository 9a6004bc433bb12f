import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import fc from 'fast-check'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { admin, merchandiser, support } from '@agora/testkit/viewers.ts'

import { addLocation, addProduct, addStock, unique } from '../testing/fixtures.ts'
import { dataOf, startProductsStack, type Changed, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
let locationId: string
before(async () => {
  stack = await startProductsStack()
  locationId = await addLocation(stack)
})
after(() => stack.stop())

const newVariant = async (): Promise<string> => (await addProduct(stack)).variantIds[0] ?? ''
const adjust = (input: object) => stack.change('adjustInventory', { locationId, reason: 'COUNTED', idempotencyKey: newId('Movement'), ...input })
const codes = ({ userErrors }: Changed): unknown => userErrors.map(({ code, field }) => [code, field?.join('.') ?? null])

async function ledger(variantId: string): Promise<{ readonly onHand: number; readonly sum: number; readonly movements: number }> {
  const { rows } = await stack.rows.query<{ onHand: number; sum: number; movements: number }>(
    `SELECT coalesce((SELECT sum(on_hand) FROM stock WHERE variant_id = $1), 0)::int AS "onHand", coalesce(sum(delta), 0)::int AS sum, count(*)::int AS movements FROM movement WHERE variant_id = $1`,
    [variantId],
  )
  return rows[0] ?? { onHand: -1, sum: -2, movements: -1 }
}

test('stock moves by a delta and to a quantity, and every movement is in the ledger', async () => {
  const variantId = await newVariant()
  assert.deepEqual((await adjust({ variantId, delta: 7, expectedQuantity: 0, reason: 'RECEIVED' })).stockLevel, {
    onHand: 7,
    reserved: 0,
    available: 7,
    location: { id: locationId },
  })
  assert.equal((await adjust({ variantId, delta: -2, expectedQuantity: 7, reason: 'DAMAGED' })).stockLevel?.onHand, 5)
  assert.equal((await adjust({ variantId, newQuantity: 12, expectedQuantity: 5 })).stockLevel?.onHand, 12)
  assert.equal((await adjust({ variantId, newQuantity: 12, expectedQuantity: 12 })).stockLevel?.onHand, 12)
  assert.deepEqual(await ledger(variantId), { onHand: 12, sum: 12, movements: 3 })
  const { variant } = await stack.data<{ variant: { movements: { nodes: unknown; totalCount: number } } }>(
    'query ($id: ID!) { variant(id: $id) { movements(first: 2) { totalCount nodes { delta reason actor } } } }',
    { id: variantId },
  )
  const actor = admin().sub
  assert.deepEqual(variant.movements, {
    totalCount: 3,
    nodes: [
      { delta: 7, reason: 'COUNTED', actor },
      { delta: -2, reason: 'DAMAGED', actor },
    ],
  })
})

test('an adjustment on a stale belief is refused with what there is', async () => {
  const variantId = await newVariant()
  await addStock(stack, variantId, { locationId, quantity: 3 })
  const before = await stack.snapshot()
  const answer = await adjust({ variantId, delta: 1, expectedQuantity: 4 })
  assert.deepEqual(answer.userErrors, [
    { code: 'STALE_QUANTITY', message: 'There are 3 on hand, not 4: read it again', field: ['input', 'expectedQuantity'] },
  ])
  assert.equal(await stack.snapshot(), before)
})

test('nobody says that an order took something but the order', async () => {
  const variantId = await newVariant()
  await addStock(stack, variantId, { locationId, quantity: 3 })
  const before = await stack.snapshot()
  assert.deepEqual(codes(await adjust({ variantId, delta: -1, expectedQuantity: 3, reason: 'SOLD' })), [['INVALID_INPUT', 'input.reason']])
  assert.equal(await stack.snapshot(), before)
})

test('of fifty adjustments on the same belief at once, one happens', async () => {
  const variantId = await newVariant()
  const answers = await Promise.all(Array.from({ length: 50 }, () => adjust({ variantId, delta: 1, expectedQuantity: 0 })))
  assert.equal(answers.filter(({ userErrors }) => userErrors.length === 0).length, 1)
  assert.deepEqual(await ledger(variantId), { onHand: 1, sum: 1, movements: 1 })
})

test('whatever is tried at once, the ledger adds up to what is on hand and nothing falls below zero', async () => {
  const attempt = fc.record({
    delta: fc.integer({ min: -6, max: 9 }).filter((delta) => delta !== 0),
    expectedQuantity: fc.integer({ min: 0, max: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 2, maxLength: 20 }), async (attempts) => {
      const variantId = await newVariant()
      const answers = await Promise.all(attempts.map((one) => adjust({ variantId, ...one })))
      const done = answers.filter(({ userErrors }) => userErrors.length === 0).length
      const { onHand, sum, movements } = await ledger(variantId)
      assert.deepEqual([onHand, movements, onHand >= 0], [sum, done, true])
    }),
    { numRuns: 12 },
  )
})

test('the same key again gives the same answer and moves nothing, also fifty times at once', async () => {
  const variantId = await newVariant()
  const input = { variantId, delta: 4, expectedQuantity: 0, idempotencyKey: unique('key') }
  const answers = await Promise.all(Array.from({ length: 50 }, () => adjust(input)))
  for (const answer of answers)
    assert.deepEqual(answer, { stockLevel: { onHand: 4, reserved: 0, available: 4, location: { id: locationId } }, userErrors: [] })
  assert.deepEqual(await ledger(variantId), { onHand: 4, sum: 4, movements: 1 })
  assert.deepEqual(codes(await adjust({ ...input, delta: 5 })), [['IDEMPOTENCY_KEY_REUSED', 'input.idempotencyKey']])
})

test('a key belongs to its actor, is free again after a refusal and after a day', async () => {
  const variantId = await newVariant()
  const key = unique('key')
  const mutation = `mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) { stockLevel { onHand } userErrors { code } } }`
  const input = { variantId, locationId, reason: 'COUNTED', idempotencyKey: key }
  assert.deepEqual(codes(await adjust({ ...input, delta: 1, expectedQuantity: 9 })), [['STALE_QUANTITY', 'input.expectedQuantity']])
  assert.equal((await adjust({ ...input, delta: 1, expectedQuantity: 0 })).stockLevel?.onHand, 1)
  const other = dataOf(await stack.as(merchandiser())(mutation, { input: { ...input, delta: 2, expectedQuantity: 1 } }))
  assert.deepEqual(other, { adjustInventory: { stockLevel: { onHand: 3 }, userErrors: [] } })
  await stack.rows.query(`UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = $1 AND actor_sub = $2`, [key, admin().sub])
  assert.equal((await adjust({ ...input, delta: 1, expectedQuantity: 3 })).stockLevel?.onHand, 4)
})

test('refuses what would leave fewer than none, and what is no adjustment at all', async () => {
  const variantId = await newVariant()
  await addStock(stack, variantId, { locationId, quantity: 2 })
  const refused: [object, unknown][] = [
    [{ variantId, delta: -3, expectedQuantity: 2 }, [['INSUFFICIENT_STOCK', 'input.delta']]],
    [{ variantId, newQuantity: -1, expectedQuantity: 2 }, [['INVALID_INPUT', 'input.newQuantity']]],
    [{ variantId, delta: 0, expectedQuantity: 2 }, [['INVALID_INPUT', 'input.delta']]],
    [{ variantId, delta: 1, newQuantity: 3, expectedQuantity: 2 }, [['INVALID_INPUT', 'input.delta']]],
    [{ variantId, expectedQuantity: 2 }, [['INVALID_INPUT', 'input.delta']]],
    [{ variantId, delta: 1, expectedQuantity: -2 }, [['INVALID_INPUT', 'input.expectedQuantity']]],
    [{ variantId, delta: 1_000_000, expectedQuantity: 2 }, [['INVALID_INPUT', 'input.delta']]],
    [{ variantId, delta: 1, expectedQuantity: 2, idempotencyKey: '' }, [['INVALID_INPUT', 'input.idempotencyKey']]],
    [{ variantId: locationId, delta: 1, expectedQuantity: 0 }, [['VARIANT_NOT_FOUND', 'input.variantId']]],
    [{ variantId: newId('Variant'), delta: 1, expectedQuantity: 0 }, [['VARIANT_NOT_FOUND', 'input.variantId']]],
    [{ variantId, locationId: newId('Location'), delta: 1, expectedQuantity: 0 }, [['LOCATION_NOT_FOUND', 'input.locationId']]],
  ]
  const before = await stack.snapshot()
  for (const [input, expected] of refused) assert.deepEqual(codes(await adjust(input)), expected, JSON.stringify(input))
  assert.equal(await stack.snapshot(), before)
})

test('a belief cannot be left out, nor a reason be invented', async () => {
  const mutation = `mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) { userErrors { code } } }`
  const input = { variantId: await newVariant(), locationId, delta: 1, reason: 'COUNTED', idempotencyKey: unique('key') }
  const before = await stack.snapshot()
  for (const wrong of [input, { ...input, expectedQuantity: null }, { ...input, expectedQuantity: 0, reason: 'MAGIC' }]) {
    const { errors } = await stack.as(admin())(mutation, { input: wrong })
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions?.['code']),
      ['BAD_USER_INPUT'],
    )
  }
  assert.equal(await stack.snapshot(), before)
})

test('not even the owner of the tables rewrites the ledger or the stock behind it', async () => {
  const variantId = await newVariant()
  await addStock(stack, variantId, { locationId, quantity: 2 })
  for (const sql of ['UPDATE movement SET delta = 9', 'DELETE FROM movement', 'TRUNCATE movement'])
    await assert.rejects(stack.rows.query(sql), /movement is append-only/)
  for (const sql of [
    'UPDATE stock SET on_hand = 9',
    `INSERT INTO stock (variant_id, location_id, on_hand) VALUES ('${await newVariant()}', '${locationId}', 3)`,
  ]) {
    await assert.rejects(stack.rows.query(sql), /follows the ledger/)
  }
})

test('customers are told whether there is any, staff how many', async () => {
  const locations = [locationId, await addLocation(stack)]
  const { id, variantIds } = await addProduct(stack, { prices: [{ USD: '1' }, { USD: '2' }, { USD: '3' }] })
  const [many = '', few = ''] = variantIds
  await addStock(stack, many, { locationId: locations[0] ?? '', quantity: 4 })
  await addStock(stack, many, { locationId: locations[1] ?? '', quantity: 2 })
  await addStock(stack, few, { locationId: locations[1] ?? '', quantity: 5 })
  const told = dataOf(await stack.as(anonymous)('query ($id: ID!) { product(id: $id) { availability variants { availability } } }', { id }))
  const variants = ['IN_STOCK', 'LOW_STOCK', 'OUT_OF_STOCK'].map((availability) => ({ availability }))
  assert.deepEqual(told, { product: { availability: 'IN_STOCK', variants } })
  const query = 'query ($id: ID!) { variant(id: $id) { sku stock { onHand available location { id } } } }'
  const numbers = dataOf(await stack.as(support())<{ variant: { stock: unknown } }>(query, { id: few })).variant.stock
  assert.deepEqual(numbers, [{ onHand: 5, available: 5, location: { id: locations[1] } }])
  const refused = await stack.as(anonymous)(query, { id: few })
  assert.deepEqual(
    refused.errors?.map(({ extensions, path }) => [extensions?.['code'], path?.join('.')]),
    [['FORBIDDEN', 'variant.stock']],
  )
})
