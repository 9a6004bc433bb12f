import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Kind, parse } from 'graphql'

import { readCacheHints, type CacheHints } from './cacheHints.ts'
import { isPublicOperation, isPublicRequest } from './publicSelections.ts'

const LINK =
  'schema @link(url: "https://example.org/cacheControl/v0.1", import: [{ name: "@cacheControl", as: "@hint" }]) { query: Query mutation: Mutation }'
const SHOP = `${LINK}
  type Query { thing(id: ID): Thing found: Found node: Node me: User secret: Guarded open: [Thing!]! @hint(scope: PUBLIC, maxAge: 5) shut: Thing @hint(scope: PRIVATE) }
  type Mutation { change: Thing }
  type Thing implements Node @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @hint(scope: PUBLIC, maxAge: 60) {
    id: ID! name: String kind: Kind owner: User price: Price note: String @hint(scope: PRIVATE)
    fee: Int @join__field(graph: B, requires: "price { amount }") bonus: Int @join__field(graph: B, requires: "note") ruled: Int @policy(policies: [["p"]]) }
  type Price { amount: Int @hint(scope: PUBLIC) raw: Int }
  type User implements Node { id: ID! name: String }
  type Kept @join__type(graph: A, key: "serial") @hint(scope: PUBLIC) { serial: ID @hint(scope: PRIVATE) title: String }
  type Guarded @policy(policies: [["p"]]) @hint(scope: PUBLIC) { name: String }
  interface Node @hint(scope: PUBLIC) { id: ID! }
  union Found @hint(scope: PUBLIC) = Thing | Kept
  enum Kind { A }`

const hints = readCacheHints(parse(SHOP))
const publicOf = (names: Readonly<Record<string, readonly string[]>>, by: (type: string, field: string) => boolean): string[] =>
  Object.entries(names).flatMap(([type, fields]) => fields.filter((field) => by(type, field)).map((field) => `${type}.${field}`))
const isPublic = (type: string, field: string): boolean => hints.of(type, field)?.isPublic === true
const operationIsPublic = (text: string, from: CacheHints = hints): boolean => {
  const document = parse(text)
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return operation !== undefined && isPublicOperation(document, operation, from)
}

test("takes a field's own hint, else its return type's, else for leaves its parent type's, else PRIVATE", () => {
  const fields = {
    Query: ['thing', 'me', 'open', 'shut', 'found'],
    Thing: ['id', 'name', 'kind', 'owner', 'price', 'note'],
    Price: ['amount', 'raw'],
    User: ['id'],
  }
  assert.deepEqual(publicOf(fields, isPublic), ['Query.thing', 'Query.open', 'Query.found', 'Thing.id', 'Thing.name', 'Thing.kind', 'Price.amount'])
  assert.deepEqual([hints.of('Query', 'open')?.maxAge, hints.of('Query', 'thing')?.maxAge, hints.of('Thing', 'name')?.maxAge], [5, 60, undefined])
  assert.equal(hints.of('Thing', 'unknown'), undefined)
})

test("holds an interface's field for public only where each implementer's is", () => {
  assert.equal(isPublic('Node', 'id'), false)
})

test('lets clients share no field whose keys, requirements or policies are of one viewer', () => {
  const fields = { Thing: ['name', 'fee', 'bonus', 'ruled'], Kept: ['title'], Guarded: ['name'] }
  assert.deepEqual(publicOf(fields, hints.isPublicForClients), ['Thing.name'])
  assert.equal(operationIsPublic('{ secret { __typename } }'), false)
})

test('judges an operation by all that it selects, through fragments, aliases and unions', () => {
  const judged = Object.entries({
    '{ thing { id label: name kind } }': true,
    '{ thing { ...named } open { ... on Thing { name } } } fragment named on Thing { name }': true,
    '{ thing { ...named } } fragment named on Thing { name owner { id } }': false,
    '{ found { __typename ... on Thing { name } } }': true,
    '{ found { __typename ... on Kept { title } } }': false,
    '{ thing { name } me { name } }': false,
    '{ thing { price { amount } } }': false,
    '{ node { id } }': false,
    '{ __typename __schema { types { name } } }': true,
    'mutation { change { name } }': false,
  })
  for (const [text, expected] of judged) assert.equal(operationIsPublic(text), expected, text)
})

test('judges a request to a subgraph by the types that its entities are asked as', () => {
  const request = (selection: string): boolean =>
    isPublicRequest(parse(`query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`), hints)
  assert.equal(request('__typename ... on Thing { name kind }'), true)
  assert.equal(request('... on Thing { name note }'), false)
  assert.equal(request('... on Thing { name } ... on User { name }'), false)
  assert.equal(request('name'), false)
  assert.equal(request('__typename'), false, "whether something exists may be one viewer's")
  assert.equal(request('__typename ... on Thing { __typename }'), false)
  assert.equal(request('... on Thing { name } ... on Node { __typename }'), false)
})

test('holds everything for private without hints', () => {
  assert.equal(operationIsPublic('{ a }', readCacheHints(parse('type Query { a: Int }'))), false)
})
