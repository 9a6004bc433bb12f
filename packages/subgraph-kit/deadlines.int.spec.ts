import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { parse } from 'graphql'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { remainingMs } from '@agora/deadline/deadline.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphAnswer } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

import type { SubgraphContext } from './context.ts'
import { anyone } from './permissions.ts'
import { startSubgraph, type RunningSubgraph } from './startSubgraph.ts'

const silent = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('users')
const sent: string[] = []
const pool = createPool({ url: database.appUrl, name: 'slow', logger: silent, onStatement: (text) => sent.push(text) })

const slowly = async (ms: number): Promise<number> => {
  await pool.query('SELECT pg_sleep($1)', [ms / 1000])
  return ms
}
/** Two statements, one after the other. */
const twice = async (_: unknown, { ms }: { ms: number }): Promise<number> => (await slowly(ms)) + (await slowly(ms))
const resolvers = {
  Query: { slowly: (_: unknown, { ms }: { ms: number }) => slowly(ms), twice, left: () => Math.min(remainingMs(), 1e9) },
  Mutation: {
    twice,
    both: (_: unknown, { ms }: { ms: number }) =>
      inTransaction(pool, async (client) => void (await client.query('SELECT pg_sleep($1)', [ms / 1000]))).then(() => ms),
  },
}
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")
  type Query { slowly(ms: Int!): Int twice(ms: Int!): Int left: Float }
  type Mutation { twice(ms: Int!): Int both(ms: Int!): Int }
`)

let keys: TestKeys
let subgraph: RunningSubgraph
let url: string
const lines: Record<string, unknown>[] = []

before(async () => {
  keys = await testKeys(['router-slow'])
  const environment = { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'abc' }
  subgraph = await startSubgraph<SubgraphContext>({
    name: 'slow',
    typeDefs,
    resolvers,
    entities: {},
    permissions: { Query: anyone, Mutation: anyone },
    createContext: ({ viewer, requestId, logger }) => ({ viewer, requestId, logger }),
    environment,
    logger: createLogger({ service: 'slow', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } }),
    metrics: createMetrics('slow'),
    readiness: async () => undefined,
    onStop: () => pool.end(),
  })
  url = `http://127.0.0.1:${subgraph.graphqlPort}`
})
after(async () => {
  await subgraph.stop()
  await database.drop()
  await keys.drop()
})
beforeEach(() => void (sent.length = 0))

function ask(query: string, timeoutMs: number): Promise<SubgraphAnswer<Record<string, unknown>>> {
  const client = createSubgraphClient({ url, keys: keys.open('router-slow'), audience: 'slow' })
  return client.as(anonymous)(query, {}, { 'x-request-timeout-ms': String(timeoutMs) })
}
const codes = ({ status, data, errors }: SubgraphAnswer<unknown>): unknown => [status, data, errors?.map(({ extensions }) => extensions?.['code'])]

test('a query is answered within the time that is given, or told that it was not; what it had not begun is not begun', async () => {
  assert.deepEqual(await ask('{ twice(ms: 50) }', 5000), { status: 200, data: { twice: 100 } })
  sent.length = 0
  const startedAt = performance.now()
  assert.deepEqual(codes(await ask('{ twice(ms: 600) }', 200)), [503, undefined, ['SERVICE_UNAVAILABLE']])
  assert.ok(performance.now() - startedAt < 550)
  await wait(900)
  assert.deepEqual(sent, ['SELECT pg_sleep($1)'])
})

test('resolvers see what is left, and without a word there is no end', async () => {
  const { data } = await ask('{ left }', 5000)
  assert.ok(Number(data?.['left']) > 3000 && Number(data?.['left']) <= 5000)
  const client = createSubgraphClient({ url, keys: keys.open('router-slow'), audience: 'slow' })
  assert.deepEqual(await client.as(anonymous)('{ left }'), { status: 200, data: { left: 1e9 } })
})

test('a mutation that has begun is done, however long it takes; one for which nobody waits any more is not begun', async () => {
  assert.deepEqual(await ask('mutation { twice(ms: 200) }', 100), { status: 200, data: { twice: 400 } })
  sent.length = 0
  const late = codes(await ask('mutation { both(ms: 1) }', 0))
  assert.deepEqual([late, sent], [[503, undefined, ['SERVICE_UNAVAILABLE']], []])
})

test('when whoever asked closes the connection, a query begins nothing more and a mutation goes on', async () => {
  const minter = createIdentityMinter({ keys: keys.open('router-slow'), audience: 'slow', issuer: 'router' })
  const leave = (query: string): Promise<void> =>
    assert.rejects(
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: minter.mint(anonymous) },
        body: JSON.stringify({ query }),
        signal: AbortSignal.timeout(200),
      }),
    )
  lines.length = 0
  await leave('{ twice(ms: 400) }')
  await wait(600)
  assert.deepEqual([sent.length, lines.map(({ status }) => status)], [1, [499]])
  sent.length = 0
  await leave('mutation { twice(ms: 400) }')
  await wait(1000)
  assert.equal(sent.length, 2)
})
