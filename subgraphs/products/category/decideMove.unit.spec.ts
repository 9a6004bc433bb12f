import assert from 'node:assert/strict'
import { test } from 'node:test'

import { MAX_LEVELS } from './categoryErrors.ts'
import { decideMove } from './decideMove.ts'

const code = (decided: ReturnType<typeof decideMove>): unknown => (decided.ok ? decided.value : decided.error.code)

test('a category moves below another, with the path of its new parent', () => {
  assert.deepEqual(code(decideMove({ path: ['a', 'b'], parentPath: ['x', 'y'], height: 2 })), ['x', 'y', 'b'])
})

test('a category becomes a root', () => {
  assert.deepEqual(code(decideMove({ path: ['a', 'b', 'c'], parentPath: null, height: 1 })), ['c'])
})

test('a category stays where it is when moved below its own parent', () => {
  assert.deepEqual(code(decideMove({ path: ['a', 'b'], parentPath: ['a'], height: 1 })), ['a', 'b'])
})

test('a category does not move below itself, at any distance', () => {
  for (const parentPath of [
    ['a', 'b'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c', 'd'],
  ])
    assert.equal(code(decideMove({ path: ['a', 'b'], parentPath, height: 3 })), 'CYCLE')
})

test('the whole subtree must fit into the tree', () => {
  const parentPath = Array.from({ length: MAX_LEVELS - 2 }, (_, level) => `p${level}`)
  assert.deepEqual(code(decideMove({ path: ['b'], parentPath, height: 2 })), [...parentPath, 'b'])
  assert.equal(code(decideMove({ path: ['b'], parentPath, height: 3 })), 'TOO_DEEP')
})
