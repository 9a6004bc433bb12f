import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { withoutLeftOut } from './withoutLeftOut.ts'

const left = (operation: string): string => print(withoutLeftOut(parse(operation))).replaceAll(/\s+/g, ' ')

test('what literals leave out is gone, what variables may leave out stays', () => {
  assert.equal(
    left('query ($v: Boolean!) { a @skip(if: true) b @include(if: false) c @skip(if: false) d @include(if: $v) ... @skip(if: true) { e } }'),
    'query ($v: Boolean!) { c @skip(if: false) d @include(if: $v) }',
  )
})

test('an object of which nothing may be left is asked for its type', () => {
  assert.equal(left('{ a { b @skip(if: true) } }'), '{ a { __typename } }')
  assert.equal(left('{ a { ... @include(if: false) { b } ... { c @skip(if: true) } } }'), '{ a { __typename } }')
  assert.equal(left('query ($v: Boolean!) { a { b @skip(if: $v) } }'), 'query ($v: Boolean!) { a { __typename b @skip(if: $v) } }')
  assert.equal(
    left('query ($v: Boolean!) { a { ...F } } fragment F on A { b @skip(if: $v) }'),
    'query ($v: Boolean!) { a { ...F } } fragment F on A { __typename b @skip(if: $v) }',
  )
})

test('where something is asked for in any case, nothing changes', () => {
  const document = parse('query ($v: Boolean!) { a { b c @skip(if: $v) ... { d } } e { ... on E { f } } }')
  assert.equal(withoutLeftOut(document), document)
})
