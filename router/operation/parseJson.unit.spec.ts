import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseJson } from './parseJson.ts'

test('reads JSON', () => {
  assert.deepEqual(parseJson('{"a":[1,null]}'), { ok: true, value: { a: [1, null] } })
})

test('refuses what is not JSON', () => {
  for (const text of ['', '{', 'undefined', '{"a":1}x']) assert.deepEqual(parseJson(text), { ok: false, error: 'malformed' })
})

test('drops the key __proto__ at any depth and in any spelling', () => {
  const cases = [
    ['{"a":1,"__proto__":{"polluted":true}}', { a: 1 }],
    ['{"a":[{"b":{"__proto__":1}}]}', { a: [{ b: {} }] }],
    ['{"\\u005f_proto__":1}', {}],
    ['{"__pr\\u006Fto__":1}', {}],
  ] as const
  for (const [text, expected] of cases) {
    const read = parseJson(text)
    assert.ok(read.ok)
    assert.deepEqual(read.value, expected)
    assert.doesNotMatch(JSON.stringify(read.value), /proto/)
  }
})

test('leaves the word alone where it is a value', () => {
  assert.deepEqual(parseJson('{"a":"__proto__","b":"\\u0041"}'), { ok: true, value: { a: '__proto__', b: 'A' } })
})

test('what is nested beyond all use is refused, however deep', () => {
  const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
  assert.equal(parseJson(nested(64)).ok, true)
  for (const levels of [66, 1000, 100_000]) assert.deepEqual(parseJson(nested(levels)), { ok: false, error: 'malformed' })
})
