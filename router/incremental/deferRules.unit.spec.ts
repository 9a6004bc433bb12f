import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema, parse, validate } from 'graphql'

import { offerDefer } from './deferDirective.ts'
import { deferRules } from './deferRules.ts'

const schema = offerDefer(
  buildSchema(
    `type Query { me: User } type Mutation { rename: User } type Subscription { changed: User } type User { name: String friends: [User] }`,
  ),
)
const faultsOf = (query: string): string[] => validate(schema, parse(query), deferRules).map(({ message }) => message)

test('fragments and spreads may be deferred anywhere in a query, and below the fields of a mutation', () => {
  for (const query of [
    '{ ... @defer { me { name } } }',
    '{ me { ...F @defer(label: "a") friends { ... @defer(label: "b", if: false) { name } } } } fragment F on User { ... @defer { name } }',
    'query ($v: Boolean!) { me { ... @defer(if: $v, label: null) { name } ... @defer(if: $v) { name } } }',
    'mutation { rename { ... @defer { name } } }',
  ])
    assert.deepEqual(faultsOf(query), [], query)
})

test('labels are written out and stand once, whichever operation or fragment has them', () => {
  assert.deepEqual(faultsOf('query A { me { ... @defer(label: "a") { name } } } query B { me { ... @defer(label: "a") { name } } }'), [
    'The label "a" of @defer stands twice.',
  ])
  assert.deepEqual(faultsOf('query ($l: String) { me { ... @defer(label: $l) { name } } }'), ['The label of @defer must be written out.'])
})

test('fields of a mutation itself are not deferred, not in a fragment either', () => {
  const fault = 'Fields of a mutation cannot be deferred; what is below them can.'
  assert.deepEqual(faultsOf('mutation { ... @defer { rename { name } } }'), [fault])
  assert.deepEqual(faultsOf('mutation { ...F } fragment F on Mutation { ...G @defer(if: false) } fragment G on Mutation { rename { name } }'), [
    fault,
  ])
})

test('nothing is deferred in a subscription, unless a literal or a variable may say no', () => {
  const fault = 'Nothing can be deferred in a subscription.'
  assert.deepEqual(faultsOf('subscription { changed { ... @defer { name } } }'), [fault])
  assert.deepEqual(
    faultsOf('subscription { changed { ...F } } fragment F on User { friends { ...G @defer(if: true) } } fragment G on User { name }'),
    [fault],
  )
  assert.deepEqual(faultsOf('subscription ($v: Boolean!) { changed { ... @defer(if: $v) { name } ... { ... @defer(if: false) { name } } } }'), [])
  assert.deepEqual(faultsOf('subscription { ... @defer(if: false) { changed { name } } }'), [
    'Fields of a subscription cannot be deferred; what is below them can.',
  ])
})

test('a directive of the graph that has the name gives way', () => {
  const own = buildSchema('directive @defer(soon: Int) on FIELD\ndirective @other on FIELD\ntype Query { a: Int }')
  assert.deepEqual(
    offerDefer(own)
      .getDirectives()
      .filter(({ name }) => name === 'defer' || name === 'other')
      .map(({ name, args }) => [name, args.map((one) => `${one.name}: ${String(one.type)} = ${String(one.defaultValue)}`)]),
    [
      ['other', []],
      ['defer', ['label: String = undefined', 'if: Boolean! = true']],
    ],
  )
})
