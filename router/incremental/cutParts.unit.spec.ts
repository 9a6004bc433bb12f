import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema, Kind, parse, visit, type SelectionNode } from 'graphql'

import type { Data } from '../execution/plan/represent.ts'
import { operationOf } from '../planning/rootFields.ts'
import { compileCuts, type CutPart } from './cutParts.ts'

const schema = buildSchema(`type Query { me: User users: [[User!]!] all: [Named] } interface Named { name: String }
  type User implements Named { id: ID! name: String age: Int! friend: User friends: [User!]! } type Dog implements Named { name: String barks: Boolean }`)

/** All parts in the order in which they are found: where, what, and how many faults. */
function cutAll(
  query: string,
  data: Data,
  { variables = {}, isDenied = () => false }: { variables?: Data; isDenied?: (node: SelectionNode) => boolean } = {},
) {
  const document = parse(query, { noLocation: true })
  const denied = new Set<SelectionNode>()
  const look = (node: SelectionNode): void => void (isDenied(node) && denied.add(node))
  visit(document, { Field: look, InlineFragment: look, FragmentSpread: look })
  const cuts = compileCuts({ schema, document, operation: operationOf(document, undefined), denied })
  const parts: unknown[] = []
  const add = (at: string, { data: cut, faults, denied: count, waiting }: CutPart): void => {
    parts.push([at, cut, ...(faults.length === 0 ? [] : [faults.map(({ kind }) => kind)]), ...(count === 0 ? [] : [count])])
    for (const part of waiting) add(`${part.label} ${part.path.join('.')}`, cuts.next(part, variables))
  }
  add('', cuts.first(data, variables))
  return JSON.parse(JSON.stringify(parts)) as unknown[]
}

const ada = { id: '1', name: 'Ada', age: 36 }
const bob = { id: '2', name: 'Bob', age: 40 }

test('a part has all that its fragment selects, once for each object, wherever it is', () => {
  assert.deepEqual(cutAll('{ users { id ... @defer(label: "0") { id name ... @defer(label: "1") { age } } } }', { users: [[ada], [], [bob]] }), [
    ['', { users: [[{ id: '1' }], [], [{ id: '2' }]] }],
    ['0 users.0.0', { id: '1', name: 'Ada' }],
    ['1 users.0.0', { age: 36 }],
    ['0 users.2.0', { id: '2', name: 'Bob' }],
    ['1 users.2.0', { age: 40 }],
  ])
})

test('only objects that a fragment fits have a part', () => {
  const all = [{ __typename: 'User', ...ada }, { __typename: 'Dog', name: 'Rex', barks: true }, null]
  assert.deepEqual(cutAll('{ all { name ...U @defer(label: "0") ... on Dog @defer(label: "1") { barks } } } fragment U on User { age }', { all }), [
    ['', { all: [{ name: 'Ada' }, { name: 'Rex' }, null] }],
    ['0 all.0', { age: 36 }],
    ['1 all.1', { barks: true }],
  ])
})

test('conditions count for parts as for fields', () => {
  const query =
    'query ($v: Boolean!) { me { ...U @defer(label: "0") @include(if: $v) ...U @skip(if: $v) } } fragment U on User { name id @skip(if: $v) }'
  assert.deepEqual(cutAll(query, { me: ada }, { variables: { v: true } }), [
    ['', { me: {} }],
    ['0 me', { name: 'Ada' }],
  ])
  assert.deepEqual(cutAll(query, { me: ada }, { variables: { v: false } }), [['', { me: { name: 'Ada', id: '1' } }]])
})

test('a null that must not be one takes its part and no more, and with it the parts of what was in it', () => {
  const young = { id: '3', friends: [ada] }
  assert.deepEqual(cutAll('{ me { id ... @defer(label: "0") { age friends { ... @defer(label: "1") { name } } } } }', { me: young }), [
    ['', { me: { id: '3' } }],
    ['0 me', null, ['missing']],
  ])
  assert.deepEqual(cutAll('{ me { age ... @defer(label: "0") { id } } }', { me: young }), [['', { me: null }, ['missing']]])
})

test('more parts than anybody is told errors of', () => {
  const users = [Array.from({ length: 3000 }, (_, id) => ({ id: String(id), name: 'N' }))]
  const parts = cutAll('{ users { id ... @defer(label: "0") { name } } }', { users })
  assert.equal(parts.length, 3001)
  assert.deepEqual(parts.at(-1), ['0 users.0.2999', { name: 'N' }])
})

test('the same fragment deferred twice at one object is one part', () => {
  const query =
    '{ me { ...A ...B } } fragment A on User { ...U @defer(label: "0") } fragment B on User { ...A friend { ...A } } fragment U on User { name }'
  assert.deepEqual(cutAll(query, { me: { ...ada, friend: bob } }), [
    ['', { me: { friend: {} } }],
    ['0 me.friend', { name: 'Bob' }],
    ['0 me', { name: 'Ada' }],
  ])
})

test('what is denied is null in its part, unless the answer has it already by a selection that is not denied', () => {
  const isDenied = (node: SelectionNode): boolean => node.kind === Kind.INLINE_FRAGMENT && node.typeCondition !== undefined
  const data = { me: { ...ada, friend: { ...bob } } }
  assert.deepEqual(cutAll('{ me { id ... on User @defer(label: "0") { name } } }', data, { isDenied }), [
    ['', { me: { id: '1' } }],
    ['0 me', { name: null }, ['denied'], 1],
  ])
  const query = '{ me { name friend { id } ... on User @defer(label: "0") { name friend { id name } } } }'
  assert.deepEqual(cutAll(query, data, { isDenied }), [
    ['', { me: { name: 'Ada', friend: { id: '2' } } }],
    ['0 me', { name: 'Ada', friend: { id: '2', name: null } }, ['denied'], 1],
  ])
})
