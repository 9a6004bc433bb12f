import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Rewrite, RewriteSegment } from '../../planning/plan.ts'
import { facts } from '../../testing/handPlans.ts'
import { compileRewrites } from './rewrites.ts'

const graph = facts('interface Media { id: ID } type Book implements Media { id: ID } type Film { id: ID }')
const at = (text: string): RewriteSegment[] =>
  text.split('.').map((part) => (part.startsWith('|') ? { kind: 'types', names: part.slice(1).split('|') } : { kind: 'key', key: part }))
const rename = (text: string, to: string): Rewrite => ({ kind: 'rename', path: at(text), to })

function rewritten(value: unknown, ...rewrites: readonly Rewrite[]): unknown {
  compileRewrites(rewrites, graph)?.(value)
  return value
}

test('renames a key wherever it is, through lists, where there is one', () => {
  assert.deepEqual(rewritten([{ a: [{ x: 1 }, [{ x: null }], null, {}] }, null, 'text'], rename('a.x', 'y')), [
    { a: [{ y: 1 }, [{ y: null }], null, {}] },
    null,
    'text',
  ])
})

test('only for objects of the types that it names, and for those that tell none', () => {
  const objects = [{ __typename: 'Book', x: 1 }, { __typename: 'Media', x: 2 }, { __typename: 'Film', x: 3 }, { x: 4 }]
  assert.deepEqual(rewritten(objects, rename('|Media.x', 'y')), [
    { __typename: 'Book', y: 1 },
    { __typename: 'Media', y: 2 },
    { __typename: 'Film', x: 3 },
    { y: 4 },
  ])
})

test('sets a value whether or not there was one', () => {
  assert.deepEqual(rewritten([{ a: { b: 1 } }, { a: {} }, { a: null }], { kind: 'set', path: at('a.b'), value: 'v' }), [
    { a: { b: 'v' } },
    { a: { b: 'v' } },
    { a: null },
  ])
})

test('no key becomes what others inherit', () => {
  const value = rewritten({ x: { polluted: true } }, rename('x', '__proto__'))
  assert.deepEqual([Object.keys(value as object), Reflect.get({}, 'polluted')], [['__proto__'], undefined])
})
