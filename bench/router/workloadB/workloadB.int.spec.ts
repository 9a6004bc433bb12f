import assert from 'node:assert/strict'
import { test } from 'node:test'

import { ApolloGateway } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { graphql } from 'graphql'

import { heavy, light } from './queries.ts'
import { composeMarket } from './schema.ts'
import { marketSubgraphs } from './subgraphs.ts'

interface Asked {
  /** The answer as JSON. */
  readonly answer: string
  /** The subgraphs that were called. */
  readonly calls: readonly string[]
  readonly representations: number
}

/** Asks the market through `@apollo/gateway`, its subgraphs in this process. */
async function ask(question: typeof heavy | typeof light): Promise<Asked> {
  const subgraphs = marketSubgraphs()
  const calls: string[] = []
  let representations = 0
  const gateway = new ApolloGateway({
    supergraphSdl: composeMarket('http://market.example'),
    buildService: ({ name }) => ({
      async process({ request: { query = '', variables = {} } }) {
        const schema = subgraphs.get(name)
        assert.ok(schema !== undefined)
        calls.push(name)
        if (Array.isArray(variables['representations'])) representations += variables['representations'].length
        const { data = {} } = await graphql({ schema, source: query, variableValues: variables })
        return { data }
      },
    }),
  })
  const server = new ApolloServer({ gateway })
  const { body } = await server.executeOperation({ query: question.query, variables: { ...question.variables } })
  await server.stop()
  assert.equal(body.kind, 'single')
  return { answer: JSON.stringify(body.singleResult), calls, representations }
}

test('answers a megabyte that takes thousands of representations to gather, the same every time', async () => {
  const first = await ask(heavy)
  assert.equal(first.answer.includes('"errors"'), false)
  assert.equal(first.answer.length, 1_010_804)
  assert.equal(first.representations, 5866)
  assert.equal((await ask(heavy)).answer === first.answer, true)
})

test('goes through four subgraphs one after another for what a listing costs at the door', async () => {
  const { answer, calls } = await ask(light)
  const listing = { id: 'lst_00007', title: 'kelp ember juniper dune', price: 582, fee: 534, merchant: { name: 'kelp ember juniper', standing: 0.7 } }
  assert.equal(answer, JSON.stringify({ data: { listing } }))
  assert.deepEqual(calls.toSorted(), ['catalogue', 'people', 'pricing', 'shipping', 'storage'])
})
