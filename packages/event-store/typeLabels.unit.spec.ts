import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createTypeLabels } from './typeLabels.ts'

const letters = [...'abcdefghijklmnopqrstuvwxyz']

test('the first twenty types have their own label, for good; the others share one', () => {
  const labelOf = createTypeLabels()
  const types = letters.map((letter) => `order.${letter}`)
  const expected = types.map((type, nth) => (nth < 20 ? type : 'other'))
  assert.deepEqual([types.map(labelOf), types.map(labelOf)], [expected, expected])
})

test('what is no name of a type takes no place', () => {
  const labelOf = createTypeLabels()
  const odd = ['', 'order', 'order.', '.placed', 'Order.placed', 'order.placed.again', 'order.pl aced', 'order."', `order.${'x'.repeat(41)}`, 'ord_1']
  assert.deepEqual(
    odd.map(labelOf),
    odd.map(() => 'other'),
  )
  assert.equal(labelOf('order.placed'), 'order.placed')
})
