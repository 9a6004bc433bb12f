import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { isOutage } from './outage.ts'
import { createPool } from './pool.ts'
import { urlOf, withClient } from './provision.ts'
import { inTransaction, sqlState, sqlStateOf } from './transaction.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const [users, orders] = await Promise.all([createTestDatabase('users'), createTestDatabase('orders')])
const sent: string[] = []
const metrics = createMetrics('test')
const pool = createPool({ url: users.appUrl, name: 'test', logger, metrics, onStatement: (text) => sent.push(text) })
const owner = createPool({ url: users.ownerUrl, name: 'test-owner', logger })
await owner.query('CREATE TABLE thing (id int PRIMARY KEY, value int NOT NULL)')
after(async () => {
  await Promise.all([pool.end(), owner.end()])
  await Promise.all([users.drop(), orders.drop()])
})

test('a pool has at most 20 connections, drops idle ones after 30 s, gives up connecting after 2 s and a statement after 30 s, and waits 36 s for an answer', () => {
  const { max, idleTimeoutMillis, connectionTimeoutMillis, statement_timeout, query_timeout } = pool.options
  const limits = { max, idleTimeoutMillis, connectionTimeoutMillis, statement_timeout, query_timeout }
  const expected = { max: 20, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 2_000, statement_timeout: 30_000, query_timeout: 36_000 }
  assert.deepEqual(limits, expected)
})

test('the 21st borrower waits, is seen in the metrics, and is refused after the limit', async () => {
  const held = await Promise.all(Array.from({ length: 20 }, () => pool.connect()))
  const waiting = pool.connect()
  const page = await metrics.text()
  for (const client of held) assert.ok(client)
  assert.match(page, /^pool_total\{service="test"\} 20$/m)
  assert.match(page, /^pool_idle\{service="test"\} 0$/m)
  assert.match(page, /^pool_waiting\{service="test"\} 1$/m)
  await assert.rejects(waiting, /timeout/)
  for (const client of held) client.release()
})

test('every statement is counted, those of a transaction included', async () => {
  sent.length = 0
  const before = await statements()
  await inTransaction(pool, (client) => client.query('INSERT INTO thing VALUES (1, 1)'))
  await pool.query({ name: 'all', text: 'SELECT id FROM thing', rowMode: 'array' })
  assert.deepEqual(sent, ['BEGIN', 'INSERT INTO thing VALUES (1, 1)', 'COMMIT', 'SELECT id FROM thing'])
  assert.equal((await statements()) - before, 4)
})

const statements = async (): Promise<number> => Number(/^sql_statements_total\{service="test"\} (\d+)$/m.exec(await metrics.text())?.[1] ?? 0)

test('work that throws is rolled back and its error goes on', async () => {
  const error = new Error('no')
  const work = inTransaction(pool, async (client) => {
    await client.query('UPDATE thing SET value = 99')
    throw error
  })
  await assert.rejects(work, error)
  assert.deepEqual((await pool.query('SELECT value FROM thing')).rows, [{ value: 1 }])
})

test('two serializable transactions that cross are both done, one of them at the second attempt', async () => {
  let attempts = 0
  const meeting = Promise.withResolvers<void>()
  let arrived = 0
  const add = (): Promise<void> =>
    inTransaction(
      pool,
      async (client) => {
        attempts += 1
        const { rows } = await client.query<{ value: number }>('SELECT value FROM thing WHERE id = 1')
        arrived += 1
        if (arrived === 2) meeting.resolve()
        await meeting.promise
        await client.query('UPDATE thing SET value = $1 WHERE id = 1', [(rows[0]?.value ?? 0) + 1])
      },
      { isolation: 'serializable' },
    )
  await Promise.all([add(), add()])
  assert.equal(attempts, 3)
  assert.deepEqual((await pool.query('SELECT value FROM thing')).rows, [{ value: 3 }])
})

test('a unique violation is tried again only where the caller says so', async () => {
  const insert = (retryOn?: readonly string[]): Promise<number> => {
    let id = 0
    const attempt = inTransaction(
      pool,
      async (client) => void (await client.query('INSERT INTO thing VALUES ($1, 0)', [(id += 1)])),
      retryOn === undefined ? {} : { retryOn },
    )
    return attempt.then(() => id)
  }
  await assert.rejects(insert(), (error) => sqlStateOf(error) === sqlState.uniqueViolation)
  assert.equal(await insert([sqlState.uniqueViolation]), 2)
})

test('the app role reads and writes rows but defines nothing', async () => {
  for (const statement of [
    'CREATE TABLE mine (id int)',
    'ALTER TABLE thing ADD COLUMN more int',
    'DROP TABLE thing',
    'CREATE TEMPORARY TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'TRUNCATE thing',
  ]) {
    await assert.rejects(pool.query(statement), (error) => ['42501', '42P01'].includes(sqlStateOf(error) ?? ''), statement)
  }
  const { rows } = await owner.query<{ tables: string[] }>(
    "SELECT array_agg(tablename::text) AS tables FROM pg_tables WHERE tablename IN ('mine', 'thing')",
  )
  assert.deepEqual(rows[0]?.tables, ['thing'])
})

test('neither role of users connects to the database of orders', async () => {
  for (const url of [users.appUrl, users.ownerUrl]) {
    const stranger = createPool({ url: urlOf(url, { database: orders.name }), name: 'stranger', logger })
    await assert.rejects(stranger.query('SELECT 1'), (error) => sqlStateOf(error) === '42501')
    await stranger.end()
  }
})

test('a connection that is cut while it is lent out fails the work, and not the process', async () => {
  const work = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    await withClient(users.adminUrl, (admin) => admin.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]))
    await sleep(50)
    await client.query('SELECT 1')
  })
  await assert.rejects(work, isOutage)
  assert.equal((await pool.query('SELECT 1')).rowCount, 1)
})
