import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { piecesBrought, planMerge, type MergingLine } from './planMerge.ts'

const lines = (side: string, quantities: Readonly<Record<string, number>>): MergingLine[] =>
  Object.entries(quantities).map(([variantId, quantity]) => ({ id: `${side}-${variantId}`, variantId, quantity }))

test('lines of other variants change carts, lines of the same variant add up', () => {
  assert.deepEqual(planMerge(lines('user', { mug: 2, lamp: 1 }), lines('guest', { mug: 3, chair: 4 })), {
    ok: true,
    value: { moved: ['guest-chair'], grown: [{ id: 'user-mug', quantity: 5 }], warnings: [] },
  })
})

test('what a merge brings is what the user’s cart holds more than before', () => {
  assert.deepEqual(piecesBrought(lines('user', { mug: 60, lamp: 99 }), lines('guest', { mug: 50, lamp: 1, chair: 4 })), {
    mug: 39,
    lamp: 0,
    chair: 4,
  })
})

test('a sum beyond 99 is cut, and the warning says what was asked and what is kept', () => {
  const plan = planMerge(lines('user', { mug: 60 }), lines('guest', { mug: 50 }))
  assert.deepEqual(plan.ok && plan.value, {
    moved: [],
    grown: [{ id: 'user-mug', quantity: 99 }],
    warnings: [
      {
        code: 'QUANTITY_CAPPED',
        message: 'Both carts together held 110 pieces; a line holds at most 99',
        variantId: 'mug',
        requested: 110,
        kept: 99,
      },
    ],
  })
})

test('a merge that needs more than 100 lines is refused, one that fills the cart is not', () => {
  const many = (from: number, count: number): Record<string, number> =>
    Object.fromEntries(Array.from({ length: count }, (_, nth) => [`v${from + nth}`, 1]))
  const full = planMerge(lines('user', many(0, 60)), lines('guest', many(50, 50)))
  assert.deepEqual(full.ok && [full.value.moved.length, full.value.grown.length], [40, 10])
  const over = planMerge(lines('user', many(0, 60)), lines('guest', many(60, 41)))
  assert.equal(over.ok ? 'merged' : over.error.code, 'CART_FULL')
})

test('no piece is lost or made, except what a warning names', () => {
  const side = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), fc.integer({ min: 1, max: 99 }))
  fc.assert(
    fc.property(side, side, (user, guest) => {
      const mine = lines('user', user)
      const theirs = lines('guest', guest)
      const plan = planMerge(mine, theirs)
      assert.ok(plan.ok)
      const { moved, grown, warnings } = plan.value
      const after = [
        ...mine.map((line) => grown.find(({ id }) => id === line.id)?.quantity ?? line.quantity),
        ...theirs.filter(({ id }) => moved.includes(id)).map(({ quantity }) => quantity),
      ]
      const pieces = (quantities: readonly number[]): number => quantities.reduce((sum, quantity) => sum + quantity, 0)
      const cut = pieces(warnings.map(({ requested, kept }) => requested - kept))
      assert.equal(pieces(after) + cut, pieces([...mine, ...theirs].map(({ quantity }) => quantity)))
      assert.ok(after.every((quantity) => quantity >= 1 && quantity <= 99))
    }),
  )
})
