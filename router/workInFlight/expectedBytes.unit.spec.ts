import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createExpectedBytes } from './expectedBytes.ts'

test('an operation is expected to need what it has needed, a new figure counting a quarter', () => {
  const expected = createExpectedBytes({ small: 100, limit: 10 })
  assert.equal(expected.of('a'), 0)
  expected.learn('a', 1000)
  assert.equal(expected.of('a'), 1000)
  expected.learn('a', 2000)
  assert.equal(expected.of('a'), 1250)
})

test('small ones are not remembered, and one that has become small is forgotten', () => {
  const expected = createExpectedBytes({ small: 100, limit: 10 })
  expected.learn('a', 99)
  assert.equal(expected.of('a'), 0)
  expected.learn('b', 110)
  expected.learn('b', 10)
  assert.equal(expected.of('b'), 0)
})

test('of more operations than the limit those are remembered that were answered last', () => {
  const expected = createExpectedBytes({ small: 1, limit: 2 })
  for (const operation of ['a', 'b', 'a', 'c']) expected.learn(operation, 10)
  assert.deepEqual(
    ['a', 'b', 'c'].map((operation) => expected.of(operation)),
    [10, 0, 10],
  )
})
