import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print, stripIgnoredCharacters } from 'graphql'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { people } from '../testing/smallSupergraphs.ts'
import { createPrepareForApollo } from './prepareForApollo.ts'

const { document: supergraph } = composeSupergraph({
  shop: `type Query { all: [Product!]! } type Mutation { buy: Product } type Product @key(fields: "id") { id: ID! weight: Int like: [Product!]! }`,
  post: `type Product @key(fields: "id") { id: ID! weight: Int @external postage: Int @requires(fields: "weight") sent: Boolean }`,
})
const prepare = createPrepareForApollo(supergraph)
const prepared = (text: string): string => stripIgnoredCharacters(print(prepare(parse(text))))

const cases: readonly (readonly [what: string, given: string, expected: string])[] = [
  ['a field that requires something', '{ all { postage @skip(if: $v) sent @skip(if: $v) } }', '{all{postage sent@skip(if:$v)}}'],
  ['the fragment it stands in', '{ all { ... @include(if: $v) { postage } sent } }', '{all{...{postage}sent}}'],
  [
    'a named fragment with it',
    '{ all { ...F @include(if: $v) sent } } fragment F on Product { postage @skip(if: $w) }',
    '{all{...F sent}}fragment F on Product{postage}',
  ],
  ['an object that is asked for twice', '{ all @skip(if: $v) { postage } all { sent } }', '{all{postage}all{sent}}'],
]
for (const [what, given, expected] of cases) {
  test(`${what} is asked for whatever the variables say`, () => assert.equal(prepared(given), expected))
}

test('an object that is asked for once is asked for where the variables say so', () => {
  assert.equal(prepared('{ all { like @skip(if: $v) { postage @skip(if: $w) } } }'), '{all{like@skip(if:$v){postage}}}')
})

test('no mutation is made that the variables leave out', () => {
  assert.equal(prepared('mutation { buy @skip(if: $v) { postage @skip(if: $w) } buy { sent } }'), 'mutation{buy@skip(if:$v){postage}buy{sent}}')
})

test('what requires nothing stays as it is', () => {
  const document = parse('{ all { sent @skip(if: $v) weight } }')
  assert.equal(prepare(document), document)
  const other = parse('{ me { name @skip(if: $v) } }')
  assert.equal(createPrepareForApollo(composeSupergraph(people).document)(other), other)
})
