import assert from 'node:assert/strict'
import { test } from 'node:test'

import { getIntrospectionQuery, parse } from 'graphql'

import { createDocumentCheck } from './documentLimits.ts'
import { measureDocument } from './measureDocument.ts'

const limits = { tokens: 15_000, depth: 15, height: 1000, rootFields: 100, aliases: 100, directives: 50 }
const check = createDocumentCheck(limits)
const codeOf = (source: string): unknown => check(source)?.extensions['code'] ?? null
const nested = (levels: number): string => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`
const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, index) => make(index)).join(' ')

test('measures fragments where they are spread', () => {
  const document = parse('query Q { one: a { ...F } b @skip(if: true) } fragment F on T { two: c { ... @include(if: true) { d } } e }')
  assert.deepEqual(measureDocument(document), { depth: 3, height: 5, rootFields: 2, aliases: 2, directives: 2, fields: 5 })
})

test('measures the largest of several operations', () => {
  assert.deepEqual(measureDocument(parse('query A { a { b { c } } } query B { x: a y: b }')), {
    depth: 3,
    height: 3,
    rootFields: 2,
    aliases: 2,
    directives: 0,
    fields: 3,
  })
})

test('lets the limit itself pass and refuses one more', () => {
  assert.equal(codeOf(nested(15)), null)
  assert.equal(codeOf(nested(16)), 'MAX_DEPTH_LIMIT')
  assert.equal(codeOf(`{ ${times(100, (index) => `a${index}: a`)} }`), null)
  assert.equal(codeOf(`{ ${times(101, (index) => `a${index}: a`)} }`), 'MAX_ALIASES_LIMIT')
  assert.equal(codeOf(`{ a ${times(50, () => '@x')} }`), null)
  assert.equal(codeOf(`{ a ${times(51, () => '@x')} }`), 'MAX_DIRECTIVES_LIMIT')
})

test('height counts what a selection holds twice once, root fields count each time', () => {
  const document = parse('{ a { b b c } a { b } ...F ... { a: d } } fragment F on Q { a { e } __schema { types { name } } }')
  assert.deepEqual(measureDocument(document), { depth: 2, height: 8, rootFields: 5, aliases: 1, directives: 0, fields: 12 })
})

test('refuses one root field and one field in all too many', () => {
  const small = createDocumentCheck({ ...limits, height: 6, rootFields: 3 })
  const code = (source: string): unknown => small(source)?.extensions['code'] ?? null
  assert.equal(code('{ a b ...F } fragment F on Q { c }'), null)
  assert.equal(code('{ a b ...F } fragment F on Q { c c }'), 'MAX_ROOT_FIELDS_LIMIT')
  assert.equal(code('{ a { b c } d { e f } }'), null)
  assert.equal(code('{ a { b c } d { e f g } }'), 'MAX_HEIGHT_LIMIT')
  assert.equal(code('{ a b { c d } e { x: f y: f } }'), 'MAX_HEIGHT_LIMIT')
})

test('refuses ten thousand aliases, and more tokens than are read', () => {
  assert.equal(codeOf(`{ ${times(3000, (index) => `a${index}: a`)} }`), 'MAX_ALIASES_LIMIT')
  assert.equal(codeOf(`{ ${times(10_000, (index) => `a${index}: a`)} }`), 'MAX_TOKENS_LIMIT')
  assert.equal(codeOf(`{ ${'a '.repeat(15_001)} }`), 'MAX_TOKENS_LIMIT')
})

test('counts aliases through fragments', () => {
  assert.equal(codeOf(`{ ${times(11, () => '...F')} } fragment F on Q { ${times(10, (index) => `a${index}: a`)} }`), 'MAX_ALIASES_LIMIT')
})

test('survives cyclic fragments', () => {
  assert.equal(codeOf('{ ...A } fragment A on Q { a ...B } fragment B on Q { b ...A }'), null)
  assert.equal(codeOf('{ ...A } fragment A on Q { a { ...A } }'), null)
})

test('refuses fragments that double each other', () => {
  const fragments = times(30, (index) => `fragment F${index} on Q { a ...F${index + 1} ...F${index + 1} }`)
  assert.equal(codeOf(`{ ...F0 } ${fragments} fragment F30 on Q { a }`), 'MAX_TOKENS_LIMIT')
})

test('refuses what would exhaust the stack of a recursive reader', () => {
  const deep = createDocumentCheck({ ...limits, tokens: 1_000_000 })
  assert.equal(deep(nested(100_000))?.extensions['code'], 'MAX_DEPTH_LIMIT')
  assert.equal(codeOf(nested(5000)), 'MAX_DEPTH_LIMIT')
})

test('lets introspection pass, whose depth graphql-js bounds itself', () => {
  assert.equal(codeOf(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true, specifiedByUrl: true })), null)
})

test('leaves it to the server to answer what is not GraphQL', () => {
  assert.equal(codeOf('query {'), null)
  assert.equal(codeOf(''), null)
})

test('answers the same the second time', () => {
  assert.equal(codeOf(nested(16)), 'MAX_DEPTH_LIMIT')
  assert.equal(codeOf(nested(15)), null)
})
