import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createSizedMap } from './sizedMap.ts'

const texts = (maxBytes: number, maxEntries?: number) => {
  const gone: string[] = []
  const map = createSizedMap<string>({
    maxBytes,
    sizeOf: (text) => text.length,
    onGone: (key, text) => void gone.push(`${key}=${text}`),
    ...(maxEntries === undefined ? {} : { maxEntries }),
  })
  return { map, gone }
}

test('what was not asked for longest makes room, and is told', () => {
  const { map, gone } = texts(6)
  for (const [key, text] of Object.entries({ a: 'aa', b: 'bb', c: 'cc' })) map.set(key, text)
  assert.equal(map.get('a'), 'aa')
  map.set('d', 'ddd')
  assert.deepEqual([gone, ['a', 'b', 'c', 'd'].map(map.get), map.size, map.bytes], [['b=bb', 'c=cc'], ['aa', undefined, undefined, 'ddd'], 2, 5])
})

test('there are no more entries than may be', () => {
  const { map } = texts(100, 2)
  for (const key of ['a', 'b', 'c']) map.set(key, key)
  assert.deepEqual([map.get('a'), map.size], [undefined, 2])
})

test('what is too large by itself drives nothing out but what stood in its place', () => {
  const { map, gone } = texts(4)
  map.set('a', 'aa')
  assert.deepEqual([map.set('b', 'bb'), map.set('b', 'bbbbb')], [true, false])
  assert.deepEqual([map.get('a'), map.get('b'), map.bytes, gone], ['aa', undefined, 2, ['b=bb']])
})

test('what is put again or taken out is counted once', () => {
  const { map } = texts(10)
  for (let time = 0; time < 5; time += 1) map.set('a', 'aaa')
  assert.deepEqual([map.size, map.bytes], [1, 3])
  assert.deepEqual([map.delete('a'), map.delete('a'), map.bytes], [true, false, 0])
})
