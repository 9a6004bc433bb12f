import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Kind, parse, print } from 'graphql'

import { splitIntrospection } from './splitIntrospection.ts'

function split(source: string, name?: string) {
  const document = parse(source, { noLocation: true })
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION && (name === undefined || node.name?.value === name))
  assert.equal(operation?.kind, Kind.OPERATION_DEFINITION)
  const { introspection, rest } = splitIntrospection(document, operation)
  const text = (node: typeof rest): string | null => (node === null ? null : print(node).replaceAll(/\s+/g, ' '))
  return { introspection: text(introspection), rest: text(rest), same: rest === document }
}

test('an operation without introspection stays as it is', () => {
  assert.deepEqual(split('query ($x: Int) { a(x: $x) ...F } fragment F on Query { b }').same, true)
})

test('of several operations the one stays, with the fragments that it uses', () => {
  const source = 'query A { a ...F } query B { b ...G } fragment F on Query { f } fragment G on Query { ...F }'
  assert.equal(split(source, 'A').rest, 'query A { a ...F } fragment F on Query { f }')
  assert.equal(split(source, 'B').rest, 'query B { b ...G } fragment F on Query { f } fragment G on Query { ...F }')
})

test('introspection is taken out of the root and of its fragments, with the variables and fragments that only it used', () => {
  const { introspection, rest } = split(
    'query ($n: String!, $v: Boolean!, $x: Int) { ...F @include(if: $v) a(x: $x) t: __type(name: $n) { ...T } } fragment F on Query { b __schema { ...S } ...E } fragment E on Query { __schema { ...S } } fragment S on __Schema { queryType { ...T } } fragment T on __Type { name }',
  )
  assert.equal(rest, 'query ($v: Boolean!, $x: Int) { ...F @include(if: $v) a(x: $x) } fragment F on Query { b }')
  assert.equal(
    introspection?.split(' fragment ')[0],
    'query ($n: String!, $v: Boolean!, $x: Int) { ... on Query @include(if: $v) { __schema { ...S } ... on Query { __schema { ...S } } } t: __type(name: $n) { ...T } }',
  )
})

test('nothing is left of an operation that is introspection alone', () => {
  assert.deepEqual(split('{ ...F ... { __type(name: "A") { name } } } fragment F on Query { __schema { description } }').rest, null)
  assert.equal(split('{ a }').introspection, null)
})

test('deeper down there is none to be planned either', () => {
  const { introspection, rest } = split('mutation { buy { query { __schema { description } } paid } }')
  assert.deepEqual([introspection, rest], [null, 'mutation { buy { paid } }'])
})
