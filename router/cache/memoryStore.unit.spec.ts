import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMemoryStore } from './memoryStore.ts'

const entry = (key: string, more: { readonly text?: string; readonly tags?: readonly string[]; readonly ttlMs?: number } = {}) => ({
  key,
  text: 'x',
  ttlMs: 1000,
  tags: [],
  ...more,
})

test('forgets an entry when its time is over', () => {
  let now = 0
  const store = createMemoryStore({ maxBytes: 10_000, clock: () => now })
  store.set(entry('a'), store.now())
  now = 999
  assert.equal(store.get('a'), 'x')
  now = 1000
  assert.equal(store.get('a'), undefined)
  assert.deepEqual([store.entries, store.bytes], [0, 0])
})

test('makes room by what was not asked for longest, and takes nothing that is larger than itself', () => {
  const store = createMemoryStore({ maxBytes: 3000 })
  for (const key of ['a', 'b', 'c']) store.set(entry(key, { text: 'x'.repeat(300) }), store.now())
  assert.equal(store.get('a')?.length, 300)
  store.set(entry('d', { text: 'x'.repeat(300) }), store.now())
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].filter((key) => store.get(key) !== undefined),
    ['a', 'c', 'd'],
  )
  store.set(entry('e', { text: 'x'.repeat(5000) }), store.now())
  assert.equal(store.get('e'), undefined)
  assert.ok(store.bytes <= 3000)
})

test('forgets what has a tag, once', () => {
  const store = createMemoryStore({ maxBytes: 10_000 })
  store.set(entry('a', { tags: ['t', 'u'] }), store.now())
  store.set(entry('b', { tags: ['u'] }), store.now())
  store.set(entry('c', { tags: ['v'] }), store.now())
  assert.equal(store.invalidate(['t', 'u']), 2)
  assert.equal(store.invalidate(['t', 'u']), 0)
  assert.equal(store.get('c'), 'x')
})

test('does not keep what was begun to be read before one of its tags became stale', () => {
  const store = createMemoryStore({ maxBytes: 10_000 })
  const before = store.now()
  store.invalidate(['t'])
  store.set(entry('a', { tags: ['t'] }), before)
  store.set(entry('b', { tags: ['other'] }), before)
  store.set(entry('c', { tags: ['t'] }), store.now())
  assert.deepEqual([store.get('a'), store.get('b'), store.get('c')], [undefined, 'x', 'x'])
})
