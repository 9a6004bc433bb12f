import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isRepeatable, kindOf } from './repeatable.ts'

const mutation = (query: string, idempotent: readonly string[]): boolean => isRepeatable({ operation: 'mutation', query }, new Set(idempotent))

test('queries are repeatable; mutations where every one of their fields is said to be; subscriptions never', () => {
  assert.equal(isRepeatable({ operation: 'query', query: '' }, new Set()), true)
  assert.equal(isRepeatable({ operation: 'subscription', query: 'subscription { a }' }, new Set(['a'])), false)
  assert.equal(mutation('mutation { a }', []), false)
  assert.equal(mutation('mutation { other: a b { c } }', ['a', 'b']), true)
  assert.equal(mutation('mutation { a: c }', ['a']), false)
  assert.equal(mutation('mutation { ...F } fragment F on Mutation { a }', ['a']), false)
})

test('the kind of an operation is told by its text', () => {
  assert.deepEqual(
    ['{ mutation }', 'query Mutation { a }', 'mutation { a }', '\n mutation M($a: A) { a }', 'subscription { a }', 'mutations'].map(kindOf),
    ['query', 'query', 'mutation', 'mutation', 'subscription', 'query'],
  )
})
