import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { parse } from 'graphql'

import { createPool } from '@agora/database/pool.ts'
import { withClient } from '@agora/database/provision.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

import type { SubgraphContext } from './context.ts'
import { anyone } from './permissions.ts'
import { startSubgraph, type RunningSubgraph } from './startSubgraph.ts'

const silent = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('users')
const pool = createPool({ url: database.appUrl, name: 'failing', logger: silent })
const nowhere = createPool({ url: 'postgres://127.0.0.1:1/x', name: 'nowhere', logger: silent })
await withClient(database.ownerUrl, (owner) => owner.query('CREATE TABLE thing (id int PRIMARY KEY); INSERT INTO thing VALUES (1)'))

/** Does a statement, with a setting of its own. */
const within = (setting: string, statement: string): Promise<unknown> =>
  inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL ${setting}`)
    await client.query(statement)
  })

async function killed(): Promise<unknown> {
  const sleeping = pool.query('SELECT pg_sleep(30), pg_backend_pid()')
  sleeping.catch(() => undefined)
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'failing' AND state = 'active' AND query LIKE '%pg_sleep%'`
  await withClient(database.adminUrl, async (admin) => {
    while ((await admin.query(kill)).rowCount === 0) continue
  })
  return sleeping
}

async function exhausted(): Promise<unknown> {
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  return pool.query('SELECT 1').finally(() => held.forEach((client) => client.release()))
}

async function locked(): Promise<unknown> {
  const holder = await pool.connect()
  await holder.query('BEGIN; SELECT FROM thing FOR UPDATE')
  return within(`lock_timeout = '20ms'`, 'UPDATE thing SET id = 1').finally(async () => {
    await holder.query('ROLLBACK')
    holder.release()
  })
}

const failures: Readonly<Record<string, () => Promise<unknown>>> = {
  killed,
  exhausted,
  locked,
  refused: () => nowhere.query('SELECT 1'),
  slow: () => within(`statement_timeout = '20ms'`, 'SELECT pg_sleep(30)'),
  violated: () => pool.query('INSERT INTO thing VALUES (1)'),
}

let keys: TestKeys
let subgraph: RunningSubgraph
let client: SubgraphClient
const lines: Record<string, unknown>[] = []

before(async () => {
  keys = await testKeys(['router-library'])
  const fails = (_: unknown, { how }: { how: string }): Promise<unknown> | undefined => failures[how]?.()
  subgraph = await startSubgraph<SubgraphContext>({
    typeDefs: parse('type Query { fails(how: String): String }'),
    resolvers: { Query: { fails } },
    entities: {},
    permissions: { Query: anyone },
    name: 'library',
    createContext: (facts) => facts,
    environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir },
    logger: createLogger({ service: 'library', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } }),
    metrics: createMetrics('library'),
    readiness: async () => undefined,
    onStop: () => Promise.all([pool.end(), nowhere.end()]),
  })
  client = createSubgraphClient({ url: `http://127.0.0.1:${subgraph.graphqlPort}`, keys: keys.open('router-library'), audience: 'library' })
})
after(async () => {
  await subgraph.stop()
  await Promise.all([keys.drop(), database.drop()])
})
beforeEach(() => void lines.splice(0))

const ask = (how: string) => client.as(anonymous)('query ($how: String) { fails(how: $how) }', { how })

for (const [how, reason] of [
  ['killed', '57P01 terminating connection due to administrator command'],
  ['exhausted', 'timeout exceeded when trying to connect'],
  ['locked', '55P03 canceling statement due to lock timeout'],
  ['refused', 'connect ECONNREFUSED 127.0.0.1:1'],
  ['slow', '57014 canceling statement due to statement timeout'],
] as const) {
  test(`a field whose database fails it (${how}) says that it is unavailable, and the log alone says why, in a line`, async () => {
    const { data, errors } = await ask(how)
    assert.deepEqual(
      [data, errors?.map(({ message, extensions }) => [message, extensions])],
      [{ fails: null }, [['The data behind this cannot be reached at present: try again shortly', { code: 'SERVICE_UNAVAILABLE' }]]],
    )
    const told = lines.filter(({ level }) => Number(level) >= 40)
    assert.deepEqual(
      told.map(({ level, msg, reason: why, path, err }) => ({ level, msg, why, path, err })),
      [{ level: 40, msg: 'The database could not serve a field', why: reason, path: 'fails', err: undefined }],
    )
  })
}

test('a statement that the database refuses stays a bug of ours, with all of it in the log', async () => {
  const { errors } = await ask('violated')
  assert.deepEqual(
    errors?.map(({ message, extensions }) => [message, extensions?.['code']]),
    [['Internal server error', 'INTERNAL_SERVER_ERROR']],
  )
  assert.match(JSON.stringify(lines.find(({ msg }) => msg === 'Resolver failed')), /thing_pkey/)
})
