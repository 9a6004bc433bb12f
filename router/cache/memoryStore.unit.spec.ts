import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { CacheStore, Reading } from './cacheStore.ts'
import { createMemoryStore } from './memoryStore.ts'
import { testStore } from './testing/contract.ts'

testStore({ open: async () => createMemoryStore({ maxBytes: 100_000, maxEntryBytes: 5000 }), beside: async (store) => store })

function read(store: CacheStore, keys: readonly string[]): Reading {
  const reading = store.read(
    keys.map((key) => ({ key, tag: null })),
    ['held'],
  )
  if (reading instanceof Promise) throw new TypeError('memory answers at once')
  return reading
}

const put = (store: CacheStore, key: string, text: string): void => read(store, [key]).keep([{ key, tag: null, text }], 1000)

test('forgets an entry at the very millisecond, and what it took', () => {
  let now = 0
  const store = createMemoryStore({ maxBytes: 10_000, clock: () => now })
  put(store, 'a', 'x')
  now = 999
  assert.deepEqual(read(store, ['a']).texts, ['x'])
  now = 1000
  assert.deepEqual(read(store, ['a']).texts, [undefined])
  assert.deepEqual([store.entries, store.bytes], [0, 0])
})

test('makes room by what was not asked for longest, and takes nothing that is larger than itself', () => {
  const store = createMemoryStore({ maxBytes: 3000 })
  for (const key of ['a', 'b', 'c']) put(store, key, 'x'.repeat(300))
  assert.equal(read(store, ['a']).texts[0]?.length, 300)
  put(store, 'd', 'x'.repeat(300))
  assert.deepEqual(
    read(store, ['a', 'b', 'c', 'd']).texts.map((text) => text !== undefined),
    [true, false, true, true],
  )
  put(store, 'e', 'x'.repeat(5000))
  assert.deepEqual(read(store, ['e']).texts, [undefined])
  assert.ok(store.bytes <= 3000)
})

test('keeps nothing that was begun to be read before the changes that it still knows', () => {
  const store = createMemoryStore({ maxBytes: 10_000 })
  const early = read(store, ['a'])
  for (let tag = 0; tag < 10_001; tag += 1) void store.invalidate([`tag ${tag}`])
  early.keep([{ key: 'a', tag: null, text: 'x' }], 1000)
  assert.deepEqual(read(store, ['a']).texts, [undefined])
  put(store, 'a', 'x')
  assert.deepEqual(read(store, ['a']).texts, ['x'])
})
