import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { operationOf } from '../planning/rootFields.ts'
import { clientLabel, createDeferVariants, type SettleDefers } from './deferVariants.ts'
import { writeOutParts } from './writeOutParts.ts'

const QUERY = `query Q($v: Boolean!, $n: Int) { me { ...F @defer(label: "f") @include(if: $v) } } query Other { me { name } }
  fragment F on User { name(n: $n) ... @defer(if: $v) { ...G } } fragment G on User { mail } fragment Unused on User { id }`

function settler() {
  const document = parse(QUERY, { noLocation: true })
  const settle = createDeferVariants()
  const asked = { document, definition: operationOf(document, 'Q'), name: 'Q', source: QUERY, hash: 'h' }
  return (variables: Readonly<Record<string, unknown>>, inParts: boolean): ReturnType<SettleDefers> =>
    settle({ ...asked, variables, coerced: variables }, inParts)
}

const text = ({ document }: Pick<ReturnType<SettleDefers>, 'document'>): string => print(document).replaceAll(/\s+/g, ' ')

test('what holds is unconditional under a label of ours, with the operation and what it uses alone', () => {
  const settle = settler()
  assert.equal(
    text(settle({ v: true }, true)),
    'query Q($v: Boolean!, $n: Int) { me { ...F @include(if: $v) @defer(label: "0:f") } } fragment F on User { name(n: $n) ... @defer(label: "1") { ...G } } fragment G on User { mail }',
  )
  assert.equal(
    text(settle({ v: false }, true)),
    'query Q($v: Boolean!, $n: Int) { me { ...F @include(if: $v) @defer(label: "0:f") } } fragment F on User { name(n: $n) ... { ...G } } fragment G on User { mail }',
  )
  assert.deepEqual(['0:f', '1', '2::a:b'].map(clientLabel), ['f', undefined, ':a:b'])
})

test('for who takes no parts nothing is deferred', () => {
  const settle = settler()
  const whole = settle({ v: true }, false)
  assert.equal(
    text(whole),
    'query Q($v: Boolean!, $n: Int) { me { ...F @include(if: $v) } } fragment F on User { name(n: $n) ... { ...G } } fragment G on User { mail }',
  )
  assert.equal(settle({ v: false }, false).document, whole.document)
})

test('settled alike it is the same document with the same hash, settled otherwise another', () => {
  const settle = settler()
  const [one, same, other, whole] = [
    settle({ v: true }, true),
    settle({ v: true, n: 2 }, true),
    settle({ v: false }, true),
    settle({ v: true }, false),
  ]
  assert.equal(one?.document, same?.document)
  assert.equal(one?.definition, one?.document.definitions[0])
  assert.deepEqual(
    [one, same, other, whole].map(({ hash }) => hash),
    ['h Q 11', 'h Q 11', 'h Q 10', 'h Q whole'],
  )
})

test('a fragment that is spread at two places is planned as two parts', () => {
  const document = parse(
    `{ a { ...F b { ...F ...G } } c: a { ...F @defer(label: "2") } } fragment F on T { x ... @defer(label: "0:n") @skip(if: true) { y } } fragment G on T { z }`,
    { noLocation: true },
  )
  const { document: written, planned } = writeOutParts(document, undefined)
  assert.equal(
    text({ document: written }),
    `{ a { ... on T { x ... @skip(if: true) @defer(label: "part0") { y } } b { ... on T { x ... @skip(if: true) @defer(label: "part1") { y } } ...G } } ` +
      `c: a { ... on T @defer(label: "part2") { x ... @skip(if: true) @defer(label: "part3") { y } } } } fragment G on T { z }`,
  )
  assert.deepEqual(Object.fromEntries(planned), {
    '["0:n","a"]': ['part0'],
    '["0:n","a","b"]': ['part1'],
    '["2","c"]': ['part2'],
    '["0:n","c"]': ['part3'],
  })
})
