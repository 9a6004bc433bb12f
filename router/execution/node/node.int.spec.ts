import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'

import { newId } from '@agora/ids/typeId.ts'

import { ask, codesOf } from '../../testing/ask.ts'
import { startTestRouter } from '../../testing/testRouter.ts'

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])'
const products = `${LINK} interface Node { id: ID! } type Query { hello: String } type Product implements Node @key(fields: "id") { id: ID! name: String }`
const node = `${LINK} interface Node { id: ID! } type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! } type Product implements Node @key(fields: "id", resolvable: false) { id: ID! }`
const [kettle, lamp, missing] = [newId('Product'), newId('Product'), newId('Product')]
const names = new Map<string, string>([
  [kettle, 'Kettle'],
  [lamp, 'Lamp'],
])
const asked: string[] = []

const schema = buildSubgraphSchema([
  {
    typeDefs: parse(products),
    resolvers: { Product: { __resolveReference: ({ id }: { readonly id: string }) => (names.has(id) ? { id, name: names.get(id) } : null) } },
  },
])
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', async () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string; variables: Record<string, unknown> }
      asked.push(query)
      response.end(JSON.stringify(await graphql({ schema, source: query, variableValues: variables })))
    })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
const sdl =
  composeServices([
    { name: 'products', url, typeDefs: parse(products) },
    { name: 'node', url: 'internal://node', typeDefs: parse(node) },
  ]).supergraphSdl ?? ''
const router = await startTestRouter({ sdl, config: { node: { owners: { Product: 'products' } } } })

beforeEach(() => void asked.splice(0))
after(async () => {
  await router.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('finds things of the graph by their ids alone, with two calls to their owner', async () => {
  const query = 'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { __typename id ... on Product { name } } node(id: $id) { id } }'
  const reply = await ask(router, query, { variables: { ids: [lamp, missing, 'nonsense', kettle], id: kettle } })
  assert.deepEqual(reply.json, {
    data: {
      nodes: [{ __typename: 'Product', id: lamp, name: 'Lamp' }, null, null, { __typename: 'Product', id: kettle, name: 'Kettle' }],
      node: { id: kettle },
    },
  })
  assert.deepEqual(
    asked.map((text) => /__typename\s*}\s*}$/.test(text) && text.includes('NodeOwners')),
    [true, false],
  )
})

test('asks nobody for ids that are of nothing', async () => {
  assert.deepEqual((await ask(router, '{ node(id: "prd_nonsense") { id } }')).json, { data: { node: null } })
  assert.equal(asked.length, 0)
})

test('refuses more than a hundred ids', async () => {
  const reply = await ask(router, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    variables: { ids: Array.from({ length: 101 }, () => kettle) },
  })
  assert.deepEqual([codesOf(reply), asked.length], [['BAD_USER_INPUT'], 0])
})

test('is not there where the config does not enable it', async () => {
  await assert.rejects(startTestRouter({ sdl }), /only a config with node\.owners enables/)
})
