import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { apiText } from './apiText.ts'
import { assertAgreement } from './artefacts.ts'
import { composeBoth, type ComposedSubgraph } from './composeBoth.ts'
import { nodeSubgraph, nodeTypes } from './nodeSubgraph.ts'
import { disagreement, supergraphFacts } from './supergraphFacts.ts'

const header = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@inaccessible", "@authenticated", "@requiresScopes", "@composeDirective"])
  @link(url: "https://specs.agora.dev/cacheControl/v0.1", import: ["@cacheControl"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int, scope: cacheControl__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
enum cacheControl__Scope { PUBLIC PRIVATE }
interface Node { id: ID! }
`
const shelf = `${header}
type Query { thing: Thing @cacheControl(scope: PUBLIC, maxAge: 60) secret: String @requiresScopes(scopes: [["b"], ["a"]]) }
"A thing."
type Thing implements Node @key(fields: "id") @key(fields: "code") { id: ID! "Its code." code: String! grams: Int! @inaccessible }`
const post = `${header}
type Query { parcel: Parcel @authenticated }
type Parcel { thing: Thing! @provides(fields: "code") }
type Thing @key(fields: "id") { id: ID! code: String! @external grams: Int! @external postage: Int! @requires(fields: "grams") }`

const subgraphs = (texts: Readonly<Record<string, string>>): ComposedSubgraph[] =>
  Object.entries(texts).map(([name, text]) => ({ name, url: `http://${name}`, typeDefs: parse(text, { noLocation: true }) }))

test('both composers accept the same subgraphs and agree on what they say', () => {
  const both = composeBoth(subgraphs({ shelf, post, node: print(nodeSubgraph([parse(shelf), parse(post)])) }))
  assert.doesNotThrow(() => assertAgreement(both))
  const facts = supergraphFacts(both.apollo.supergraph)
  for (const fact of [
    'Thing @join__type(graph: SHELF, key: "code")',
    'Thing @join__type(graph: NODE, key: "id", resolvable: false)',
    'Thing.grams @inaccessible()',
    'Thing.postage @join__field(graph: POST, requires: "grams")',
    'Parcel.thing @join__field(graph: POST, provides: "code")',
    'Query.secret @requiresScopes(scopes: [["a"],["b"]])',
    'Query.thing @cacheControl(maxAge: 60, scope: PUBLIC)',
    'Query.parcel @authenticated()',
  ]) {
    assert.ok(facts.includes(fact), fact)
  }
})

test('how a set of fields is spaced makes no difference', () => {
  const written = (requires: string): string =>
    `type Thing @join__type(graph: A, key: "id") { x: Int @join__field(graph: A, requires: "${requires}") }`
  assert.deepEqual(disagreement(written('lines { id weight { grams } }'), written('lines{id weight{grams}}')), { onlyOne: [], onlyOther: [] })
})

test('what clients see holds neither hidden fields nor the machinery of routers', () => {
  const text = apiText(composeBoth(subgraphs({ shelf, post })).apollo.api)
  assert.match(text, /postage: Int!/)
  assert.doesNotMatch(text, /grams|cacheControl|authenticated|join__|directive @/)
})

test('a difference in ownership, requirement or description is named', () => {
  const { apollo, guild } = composeBoth(subgraphs({ shelf, post }))
  const moved = { ...guild, supergraph: guild.supergraph.replace('requires: "grams"', 'requires: "code"') }
  assert.throws(
    () => assertAgreement({ apollo, guild: moved }),
    /only @theguild\/federation-composition: Thing\.postage @join__field\(graph: POST, requires: "code"\)/,
  )
  const open = {
    ...guild,
    supergraph: guild.supergraph.replace('parcel: Parcel @authenticated', 'parcel: Parcel').replace(/(parcel: Parcel[^\n]*) @authenticated/, '$1'),
  }
  assert.deepEqual(disagreement(apollo.supergraph, open.supergraph).onlyOne.includes('Query.parcel @authenticated()'), true)
  const other = composeBoth(subgraphs({ shelf: shelf.replace('Its code.', 'The code.'), post })).guild
  assert.throws(() => assertAgreement({ apollo, guild: other }), /clients see `"""Its code\."""` by one and `"""The code\."""` by the other/)
})

test('a composition that a composer refuses says which one and why', () => {
  assert.throws(
    () => composeBoth(subgraphs({ shelf, post: post.replace('requires(fields: "grams")', 'requires(fields: "gone")') })),
    /@apollo\/composition refuses the subgraphs:\n.*gone/,
  )
})

test('the node subgraph has a stub that cannot be resolved for each type that implements Node, and for no other', () => {
  const more = parse('extend type Parcel implements Node { id: ID! } type Label { id: ID! }')
  assert.deepEqual(nodeTypes([parse(shelf), parse(post), more]), ['Parcel', 'Thing'])
  const sdl = print(nodeSubgraph([parse(shelf), more]))
  assert.match(sdl, /type Thing implements Node @key\(fields: "id", resolvable: false\) \{\n {2}id: ID!\n\}/)
  assert.doesNotMatch(sdl, /Label/)
})
