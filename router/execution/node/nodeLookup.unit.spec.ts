import assert from 'node:assert/strict'
import { test } from 'node:test'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { systemContext } from '../../telemetry/systemContext.ts'
import type { SubgraphAnswer, SubgraphRequest } from '../askSubgraph.ts'
import { createNodeLookup } from './nodeLookup.ts'
import { createNodeSubgraph } from './nodeSubgraph.ts'

const types = [
  { name: 'User', owner: 'users', matches: (id: string) => id.startsWith('usr_') },
  { name: 'Product', owner: 'products', matches: (id: string) => id.startsWith('prd_') },
  { name: 'Variant', owner: 'products', matches: (id: string) => id.startsWith('var_') },
]

function owners(entities: (representation: { __typename: string; id: string }) => unknown) {
  const asked: { readonly subgraph: string; readonly representations: readonly unknown[] }[] = []
  const ask = async (subgraph: string, { variables }: SubgraphRequest): Promise<SubgraphAnswer> => {
    const representations = (variables?.['representations'] ?? []) as { __typename: string; id: string }[]
    asked.push({ subgraph, representations })
    return { data: { _entities: representations.map(entities) } }
  }
  return { asked, ask }
}

const exists = ({ __typename }: { __typename: string }): unknown => ({ __typename })

test('asks each owner once for all fields of an operation, each id once', async () => {
  const { asked, ask } = owners(exists)
  const find = createNodeLookup(types, ask)
  const [a, b] = await Promise.all([find(['usr_1', 'prd_1', 'var_1']), find(['prd_1'])])
  assert.deepEqual(a, [
    { __typename: 'User', id: 'usr_1' },
    { __typename: 'Product', id: 'prd_1' },
    { __typename: 'Variant', id: 'var_1' },
  ])
  assert.deepEqual(b, [{ __typename: 'Product', id: 'prd_1' }])
  assert.deepEqual(asked, [
    { subgraph: 'users', representations: [{ __typename: 'User', id: 'usr_1' }] },
    {
      subgraph: 'products',
      representations: [
        { __typename: 'Product', id: 'prd_1' },
        { __typename: 'Variant', id: 'var_1' },
      ],
    },
  ])
})

test('answers null alike for unknown prefixes, missing things and forbidden ones', async () => {
  const { asked, ask } = owners(() => null)
  assert.deepEqual(await createNodeLookup(types, ask)(['usr_1', 'zzz_1', '', '__proto__']), [null, null, null, null])
  assert.equal(asked.length, 1)
  const forbidden = async (): Promise<SubgraphAnswer> => ({ data: null, errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] })
  assert.deepEqual(await createNodeLookup(types, forbidden)(['usr_1']), [null])
})

test('says that an owner is away instead of answering null', async () => {
  const away = codedError('SERVICE_UNAVAILABLE', 'away')
  assert.deepEqual(await createNodeLookup(types, async () => Promise.reject(away))(['usr_1', 'zzz_1']), [away, null])
})

test('looks up at most a hundred ids in one request', async () => {
  const { asked, ask } = owners(exists)
  const ids = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `usr_${from + index}`)
  assert.equal((await createNodeLookup(types, ask)(ids(100))).length, 100)
  const find = createNodeLookup(types, ask)
  await assert.rejects(find(ids(101)), { extensions: { limit: 100, code: 'BAD_USER_INPUT' } })
  const [first, second] = await Promise.allSettled([find(ids(60)), find(ids(60, 60))])
  assert.deepEqual([first.status, second.status].includes('rejected'), true)
  assert.equal(
    asked.every(({ representations }) => representations.length <= 101),
    true,
  )
})

test('resolves node and nodes as a subgraph', async () => {
  const { asked, ask } = owners(({ __typename, id }) => (id === 'prd_9' ? null : { __typename }))
  const subgraph = createNodeSubgraph(types, (name, request) => ask(name, request))
  const context = systemContext(createLogger({ service: 'router', level: 'silent' }), 1000)
  const query = 'query($a: ID!, $b: [ID!]!) { one: node(id: $a) { __typename ... on User { id } } nodes(ids: $b) { __typename id } }'
  const answer = await subgraph({ query, variables: { a: 'usr_1', b: ['prd_9', 'prd_1', 'nope'] } }, context)
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), {
    data: { one: { __typename: 'User', id: 'usr_1' }, nodes: [null, { __typename: 'Product', id: 'prd_1' }, null] },
  })
  assert.equal(asked.length, 2)
})
