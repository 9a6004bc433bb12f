import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMemo } from './memo.ts'

function counted<Value>(make: (key: string) => Value, longestKey?: number) {
  const made: string[] = []
  const memo = createMemo({ limit: 4, make: (key) => (made.push(key), make(key)), ...(longestKey === undefined ? {} : { longestKey }) })
  return { memo, made }
}

test('makes each value once, undefined and null as well', () => {
  const { memo, made } = counted((key) => (key === 'a' ? undefined : null))
  assert.deepEqual([memo('a'), memo('a'), memo('b'), memo('b')], [undefined, undefined, null, null])
  assert.deepEqual(made, ['a', 'b'])
})

test('remembers no longer keys than it may, and not what was thrown', () => {
  const { memo, made } = counted((key) => {
    if (key === 'bad') throw new Error('no')
    return key.length
  }, 3)
  assert.deepEqual([memo('long'), memo('long'), memo('abc'), memo('abc')], [4, 4, 3, 3])
  for (const _ of [1, 2]) assert.throws(() => memo('bad'), /no/)
  assert.deepEqual(made, ['long', 'long', 'abc', 'bad', 'bad'])
})

test('forgets what was not asked for longest', () => {
  const { memo, made } = counted((key) => key)
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'a']) memo(key)
  assert.equal(made.filter((key) => key === 'a').length, 2)
})
