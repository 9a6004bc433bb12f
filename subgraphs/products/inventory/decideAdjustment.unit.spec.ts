import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { availabilityOf } from './availability.ts'
import { decideAdjustment, MAX_QUANTITY } from './decideAdjustment.ts'

const decide = (
  to: { delta: number } | { newQuantity: number },
  given: { onHand?: number; reserved?: number; expectedQuantity?: number } = {},
): unknown => {
  const { onHand = 5, reserved = 0, expectedQuantity = onHand } = given
  const decided = decideAdjustment({ onHand, reserved, expectedQuantity, to })
  return decided.ok ? decided.value : [decided.error.code, decided.error.field?.join('.')]
}

test('moves by a delta or as far as the new quantity needs', () => {
  assert.deepEqual(
    [decide({ delta: 3 }), decide({ delta: -5 }), decide({ newQuantity: 2 }), decide({ newQuantity: 5 }), decide({ newQuantity: 0 })],
    [3, -5, -3, 0, -5],
  )
})

test('a stale belief is refused before anything else', () => {
  assert.deepEqual(decide({ delta: -99 }, { expectedQuantity: 4 }), ['STALE_QUANTITY', 'input.expectedQuantity'])
})

test('never fewer than none, nor fewer than are promised to orders, nor more than fit', () => {
  assert.deepEqual(decide({ delta: -6 }), ['INSUFFICIENT_STOCK', 'input.delta'])
  assert.deepEqual(decide({ newQuantity: 2 }, { reserved: 3 }), ['INSUFFICIENT_STOCK', 'input.newQuantity'])
  assert.deepEqual(decide({ newQuantity: 3 }, { reserved: 3 }), -2)
  assert.deepEqual(decide({ delta: MAX_QUANTITY }), ['INVALID_INPUT', 'input.delta'])
})

test('what is allowed always leaves between the promised and the most', () => {
  const quantity = fc.integer({ min: 0, max: MAX_QUANTITY })
  fc.assert(
    fc.property(quantity, quantity, fc.integer({ min: -MAX_QUANTITY, max: MAX_QUANTITY }), (a, b, delta) => {
      const [reserved, onHand] = a < b ? [a, b] : [b, a]
      const decided = decideAdjustment({ onHand, reserved, expectedQuantity: onHand, to: { delta } })
      assert.equal(decided.ok, onHand + delta >= reserved && onHand + delta <= MAX_QUANTITY)
      if (decided.ok) assert.equal(decided.value, delta)
    }),
  )
})

test('customers are told of a quantity whether there is any and whether it is low', () => {
  assert.deepEqual([-1, 0, 1, 5, 6, 1000].map(availabilityOf), ['OUT_OF_STOCK', 'OUT_OF_STOCK', 'LOW_STOCK', 'LOW_STOCK', 'IN_STOCK', 'IN_STOCK'])
})
