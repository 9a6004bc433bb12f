import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { startGatewayAnswers } from '../testing/gatewayAnswers.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'
import { subgraphsOf, type World } from '../testing/world.ts'

const sdl = {
  shop: `type Query { product: Product! } type Product @key(fields: "id") { id: ID! weight: Int! }`,
  post: `type Product @key(fields: "id") { id: ID! weight: Int! @external postage: Int! @requires(fields: "weight") parcels: Int! }`,
}
const supergraph = composeSupergraph(sdl)
const schema = apiSchemaOf(supergraph.document)
const world: World = { seed: 1, members: {}, requirements: { 'Product.postage': [['weight', {}]] }, fails: () => false }

/** Both plan with `@apollo/query-planner`; the native planner is held against one server by the other specs. */
async function bothAnswer(query: string, variables: Readonly<Record<string, unknown>>): Promise<Record<'gateway' | 'own', unknown>> {
  const call = subgraphsOf(world, sdl)
  const gateway = await startGatewayAnswers(supergraph)
  const { data } = await gateway.answer({ query, variables }, call)
  await gateway.stop()
  const ask = await createApolloAsk(supergraph.sdl)
  const planner = apolloPlannerOf(supergraph, async (question) => ask(question))
  const own = await ownAnswer({ supergraph: supergraph.document, schema, planner, call }, { query, variables }, Infinity)
  return { gateway: JSON.parse(JSON.stringify(data)), own: JSON.parse(JSON.stringify(own.data)) }
}

test('an object of which the variables leave nothing is an object: @apollo/gateway does not ask for it, and answers with null', async () => {
  const query = 'query ($v: Boolean!, $w: Boolean!) { __typename product @include(if: $v) { weight @include(if: $w) } }'
  const { gateway, own } = await bothAnswer(query, { v: true, w: false })
  assert.deepEqual(own, { __typename: 'Query', product: {} })
  assert.equal(gateway, null)
})

test('so is one of which literals leave nothing', async () => {
  const query = 'query ($v: Boolean!) { __typename product @include(if: $v) { weight @include(if: false) } }'
  const { gateway, own } = await bothAnswer(query, { v: true })
  assert.deepEqual(own, { __typename: 'Query', product: {} })
  assert.equal(gateway, null)
})

test('what stands beside a field that requires something and is left out is asked for: @apollo/gateway loses it', async () => {
  const query = 'query ($v: Boolean!) { product { postage @include(if: $v) parcels } }'
  const { gateway, own } = await bothAnswer(query, { v: false })
  const { own: whole } = await bothAnswer('{ product { parcels } }', {})
  assert.deepEqual(own, whole)
  assert.equal(gateway, null)
})
