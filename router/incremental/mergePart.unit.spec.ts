import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mergePart } from './mergePart.ts'

test('a part fills up the objects and items that are there, and leaves itself as it was', () => {
  const whole = { users: [{ id: '1', friend: { id: '2' } }, null], n: 1 }
  const part = { friend: { name: 'Bob' }, tags: ['a', { b: 1 }] }
  mergePart(whole, ['users', 0], part)
  mergePart(whole, ['users', 0, 'tags', 1], { c: 2 })
  mergePart(whole, [], { n: 2, m: null })
  assert.deepEqual(whole, { users: [{ id: '1', friend: { id: '2', name: 'Bob' }, tags: ['a', { b: 1, c: 2 }] }, null], n: 2, m: null })
  assert.deepEqual(part, { friend: { name: 'Bob' }, tags: ['a', { b: 1 }] })
})

test('a part of what is not there is no part, and no prototype is touched', () => {
  const whole = { user: null }
  mergePart(whole, ['user'], { id: '1' })
  mergePart(whole, ['other', 0], { id: '1' })
  mergePart(whole, ['constructor'], { polluted: true })
  mergePart(whole, [], JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>)
  assert.equal(JSON.stringify(whole), '{"user":null,"__proto__":{"polluted":true}}')
  assert.equal('polluted' in {}, false)
})
