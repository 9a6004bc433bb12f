import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'

import { Supergraph as KnownSupergraph } from '@apollo/federation-internals'
import fc from 'fast-check'
import { lexicographicSortSchema, parse, printSchema, type DocumentNode, type GraphQLSchema } from 'graphql'

import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { supergraphForPlanning } from '../supergraph/forPlanning.ts'
import { readAuthzCases } from '../testing/authzCases.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import * as hard from '../testing/hardSupergraphs.ts'
import { folder as workload, skip } from '../testing/publicWorkload.ts'
import * as small from '../testing/smallSupergraphs.ts'

const printed = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema))
const oracle = (document: DocumentNode): GraphQLSchema => KnownSupergraph.build(supergraphForPlanning(document)).apiSchema().toGraphQLJSSchema()
const read = (path: string): DocumentNode => parse(readFileSync(path, 'utf8'), { noLocation: true })

function assertEqualSchemas(document: DocumentNode): void {
  const ours = apiSchemaOf(document)
  const theirs = oracle(document)
  assert.equal(printed(ours), printed(theirs))
  assert.deepEqual(
    ours
      .getDirectives()
      .map(({ name }) => name)
      .toSorted(),
    theirs
      .getDirectives()
      .map(({ name }) => name)
      .toSorted(),
  )
}

test("Agora's own supergraph has the API schema that federation-internals makes of it", () => {
  assertEqualSchemas(read(resolve(import.meta.dirname, '../../schema/supergraph.graphql')))
})

test("the public workload's supergraph has it", { skip }, () => assertEqualSchemas(read(join(workload, 'supergraph.graphql'))))

// `watched` needs what nobody here knows, and is refused.
for (const [name, sdl] of Object.entries(small).filter(([name]) => name !== 'watched'))
  test(`so has the small supergraph of ${name}`, () => assertEqualSchemas(composeSupergraph(sdl).document))

for (const [name, subgraphs] of Object.entries(hard))
  test(`so has the hard one of ${name}`, () => {
    const sdl = Object.fromEntries(Object.entries(subgraphs).map(([subgraph, { sdl: text }]) => [subgraph, text]))
    assertEqualSchemas(composeSupergraph(sdl).document)
  })

test('so have those of the authorization cases', async (context) => {
  const cases = await readAuthzCases()
  if (cases === null) return context.skip('the cases are not beside this checkout')
  for (const { supergraphSdl } of Object.values(cases.schemas)) assertEqualSchemas(parse(supergraphSdl, { noLocation: true }))
})

/** Wherever a `%` stands something may be hidden; in the second subgraph nothing is, for one is enough. */
const HIDEABLE = `
  directive @seen(by: Who % = ANYBODY) on FIELD
  enum Who % { ANYBODY % OWNER % }
  "Kept text" scalar Money %
  interface Named % { name: String % }
  interface Node implements Named % { id: ID! name(short: Boolean %): String % }
  type Thing implements Node & Named @key(fields: "id") % { id: ID! name(short: Boolean %, of: Who % = OWNER): String % price: Money % "Old" gone: Int @deprecated(reason: "x") % }
  type Other implements Named % { name: String % things(filter: Filter %): [Thing!] % }
  input Filter % { who: Who % from: Int = 3 % }
  union Found % = Thing | Other
  type Query { open: Int named: Named % node: Node % found(filter: Filter %, first: Int! = 3 %): [Found] % who: Who % }
  type Mutation % { change(filter: Filter %): Thing % }
`
const PLACES = HIDEABLE.split('%').length - 1
const REST = 'type Query { more: Int } type Thing @key(fields: "id") { id: ID! more: Int }'

test('whatever is hidden that composition lets be hidden, the API schema is the same', () => {
  let compared = 0
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(PLACES - 1), { maxLength: 12 }), (hidden) => {
      let place = 0
      const sdl = HIDEABLE.replaceAll('%', () => (hidden.includes(place++) ? '@inaccessible' : ''))
      const document = composedOrNull(sdl)
      if (document === null) return
      assertEqualSchemas(document)
      compared += 1
    }),
    { numRuns: 150, seed: 1 },
  )
  assert.ok(compared > 30, `${compared} were compared`)
})

function composedOrNull(sdl: string): DocumentNode | null {
  try {
    return composeSupergraph({ one: sdl, two: REST }).document
  } catch {
    return null
  }
}
