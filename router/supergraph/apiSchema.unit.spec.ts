import assert from 'node:assert/strict'
import { test } from 'node:test'

import { lexicographicSortSchema, parse, printSchema } from 'graphql'

import { apiSchemaOf } from './apiSchema.ts'

const supergraph = (graph: string, { join = 'v0.5', as = 'inaccessible' } = {}): string => `
  schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/${join}", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/inaccessible/v0.2", as: "${as}", for: SECURITY) { query: Query mutation: Mutation }
  directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  directive @join__type(graph: join__Graph!) repeatable on OBJECT
  directive @${as} on FIELD_DEFINITION | OBJECT | ENUM_VALUE | ARGUMENT_DEFINITION | UNION
  scalar link__Import enum link__Purpose { SECURITY EXECUTION } enum join__Graph { A }
  ${graph}`
const visible = (sdl: string): string => printSchema(lexicographicSortSchema(apiSchemaOf(parse(sdl)))).replaceAll(/\s+/g, ' ')

test('clients see the graph alone: no machinery, and nothing hidden under whatever name the directive goes by', () => {
  const sdl = supergraph(
    `type Query @join__type(graph: A) { a(secret: Int @hide, b: Int): Found secret: Int @hide } type Mutation @hide { a: Int }
     union Found = Seen | Unseen type Seen { a: Kind } type Unseen @hide { a: Int } enum Kind { ONE TWO @hide }`,
    { as: 'hide' },
  )
  assert.equal(visible(sdl), 'union Found = Seen enum Kind { ONE } type Query { a(b: Int): Found } type Seen { a: Kind }')
})

test('a visible field of a hidden type is refused, and so is a hidden root of queries or a type of which nothing is seen', () => {
  const refused = (graph: string, reason: RegExp): void => assert.throws(() => visible(supergraph(`${graph} type Mutation { a: Int }`)), reason)
  refused('type Query { a: Unseen } type Unseen @inaccessible { a: Int }', /Unknown type "Unseen"/)
  refused('type Query @inaccessible { a: Int }', /Query root type must be provided/)
  refused('type Query { a: Seen } type Seen { a: Int @inaccessible }', /Seen must define one or more fields/)
})

test('what clients do not see has to make sense as well', () => {
  const graph = 'type Query @join__type(graph: A) { a: Int } type Mutation { a: Int }'
  assert.match(visible(supergraph(graph)), /^type Mutation/)
  assert.throws(() => visible(supergraph(graph.replace('@join__type', '@join__typo'))), /Unknown directive "@join__typo"/)
})

test('a version that is not known may mean otherwise by the same words: it is refused by name', () => {
  assert.throws(
    () => visible(supergraph('type Query { a: Int } type Mutation { a: Int }', { join: 'v0.6' })),
    /it links https:\/\/specs.apollo.dev\/join\/v0.6, of which this router knows v0.1, v0.2, v0.3, v0.4, v0.5/,
  )
})
