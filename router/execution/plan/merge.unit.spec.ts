import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { AnsweredKeys } from './answeredKeys.ts'
import { mergeClosures } from './merge.ts'
import { generateMerge } from './mergeSource.ts'
import type { Data } from './represent.ts'

/** Merges texts in both forms, which must not differ. */
function merged(
  target: string,
  answered: string,
  { keys, interfaces = [] }: { readonly keys: AnsweredKeys; readonly interfaces?: readonly string[] },
): unknown {
  const facts = { interfaceObjects: new Set(interfaces) }
  const [one, other] = [mergeClosures(keys, facts), generateMerge(keys, facts)].map((merge) => {
    const into = JSON.parse(target) as Data
    merge(into, JSON.parse(answered) as Data)
    return into
  })
  assert.equal(JSON.stringify(one), JSON.stringify(other))
  return one
}

const key = fc.constantFrom('a', 'b', '__typename', 'constructor', '__proto__', 'toString')
const { keys, value } = fc.letrec<{ keys: AnsweredKeys; value: unknown; object: unknown }>((tie) => ({
  keys: fc.array(fc.tuple(key, fc.option(tie('keys'), { nil: null, depthSize: 'small' })), { maxLength: 4 }).map((entries) => new Map(entries)),
  value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'Thing', 'text'), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 4 })
    .map((entries) => JSON.parse(`{${entries.map(([name, item]) => `${JSON.stringify(name)}:${JSON.stringify(item)}`).join()}}`) as unknown),
}))

test('both forms merge alike, whatever comes, and change nothing that others inherit', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).length
  fc.assert(
    fc.property(value, value, keys, (target, answered, known) => {
      merged(JSON.stringify({ a: target }), JSON.stringify({ a: answered }), { keys: new Map([['a', known]]), interfaces: ['Thing'] })
    }),
    { numRuns: 500, includeErrorInReport: true },
  )
  assert.equal(Object.getOwnPropertyNames(Object.prototype).length, before)
})

test('takes only the keys that were asked for, and those that an object inherits only if they are its own', () => {
  const keys = new Map([
    ['a', null],
    ['constructor', null],
    ['__proto__', null],
  ])
  assert.deepEqual(merged('{}', '{"a":1,"x":2}', { keys }), { a: 1 })
  assert.equal(
    JSON.stringify(merged('{}', '{"constructor":1,"__proto__":{"polluted":true}}', { keys })),
    '{"constructor":1,"__proto__":{"polluted":true}}',
  )
  assert.equal(Reflect.get({}, 'polluted'), undefined)
})

test('writes into objects that are there, position by position in lists', () => {
  const keys = new Map([['list', new Map([['b', null]])]])
  assert.deepEqual(merged('{"list":[{"a":1},null,[{"a":2}]]}', '{"list":[{"b":1},{"b":2},[{"b":3}],{"b":4}]}', { keys }), {
    list: [{ a: 1, b: 1 }, { b: 2 }, [{ a: 2, b: 3 }], { b: 4 }],
  })
})

test('null replaces nothing', () => {
  const keys = new Map<string, AnsweredKeys | null>([
    ['a', null],
    ['b', new Map([['c', null]])],
    ['d', null],
  ])
  assert.deepEqual(merged('{"a":1,"b":{"c":1}}', '{"a":null,"b":null,"d":null}', { keys }), { a: 1, b: { c: 1 }, d: null })
})

test('a type’s name replaces that of an interface, never the other way round', () => {
  const keys = new Map([['__typename', null]])
  assert.deepEqual(merged('{"__typename":"Media"}', '{"__typename":"Book"}', { keys, interfaces: ['Media'] }), { __typename: 'Book' })
  assert.deepEqual(merged('{"__typename":"Book"}', '{"__typename":"Media"}', { keys, interfaces: ['Media'] }), { __typename: 'Book' })
  assert.deepEqual(merged('{}', '{"__typename":"Media"}', { keys, interfaces: ['Media'] }), { __typename: 'Media' })
})
