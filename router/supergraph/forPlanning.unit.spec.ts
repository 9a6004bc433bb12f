import assert from 'node:assert/strict'
import { test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { parse, print } from 'graphql'

import { supergraphForPlanning } from './forPlanning.ts'

const composed = composeServices([
  {
    name: 'a',
    url: 'http://a',
    typeDefs: parse(`
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy", "@inaccessible", "@tag"])
      type Query { me: User @authenticated open: Int @tag(name: "t") }
      type User @key(fields: "id") { id: ID! mail: String @requiresScopes(scopes: [["mail:read"]]) notes: String @policy(policies: [["p"]]) hidden: Int @inaccessible }
    `),
  },
]).supergraphSdl

test('leaves no trace of the authorization specifications', () => {
  const sdl = supergraphForPlanning(parse(composed ?? ''))
  assert.match(composed ?? '', /authenticated/)
  assert.doesNotMatch(sdl, /authenticated|requiresScopes|policy/i)
})

test('keeps all that a planner needs', () => {
  const sdl = supergraphForPlanning(parse(composed ?? ''))
  for (const kept of [
    'specs.apollo.dev/join',
    'specs.apollo.dev/inaccessible',
    '@inaccessible',
    '@tag(name: "t")',
    '@join__type',
    'enum join__Graph',
    'scalar link__Import',
  ])
    assert.ok(sdl.includes(kept), kept)
})

test('changes nothing about an unprotected supergraph', () => {
  const document = parse(
    'schema @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) @link(url: "https://x.example/odd/v1.0", for: SECURITY) { query: Query } type Query { a: Int @odd } directive @odd on FIELD_DEFINITION',
  )
  assert.equal(supergraphForPlanning(document), print(document))
})

test('follows renamed imports', () => {
  const sdl = supergraphForPlanning(
    parse(`schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "rs", import: [{ name: "Scope", as: "S" }], for: SECURITY) { query: Query }
      scalar S scalar rs__Other directive @rs(scopes: [[S!]!]!) on FIELD_DEFINITION type Query { a: Int @rs(scopes: [["x"]]) }`),
  )
  assert.equal(sdl, print(parse('schema @link(url: "https://specs.apollo.dev/link/v1.0") { query: Query } type Query { a: Int }')))
})
