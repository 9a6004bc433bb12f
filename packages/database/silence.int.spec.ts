import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { openGate } from '@agora/testkit/gate.ts'

import { isOutage } from './outage.ts'
import { createPool } from './pool.ts'
import { withClient } from './provision.ts'
import { inTransaction } from './transaction.ts'

const database = await createTestDatabase('users')
await withClient(database.ownerUrl, (owner) => owner.query('CREATE TABLE thing (id int PRIMARY KEY)'))
const gate = await openGate({ port: 0, targets: [Number(new URL(database.appUrl).port)] })
const throughGate = new URL(database.appUrl)
throughGate.hostname = '127.0.0.1'
throughGate.port = String(gate.port)
const sent: string[] = []
const pool = createPool({
  url: throughGate.href,
  name: 'silence',
  statementMs: 500,
  logger: createLogger({ service: 'test', level: 'silent' }),
  onStatement: (text) => sent.push(text),
})
after(async () => {
  gate.mend()
  await pool.end()
  await gate.close()
  await database.drop()
})

const works = async (): Promise<void> => assert.deepEqual((await pool.query('SELECT 1 AS one')).rows, [{ one: 1 }])

test('a statement whose answer never comes fails, its connection is given up, and the next one is served by another', async () => {
  await works()
  gate.stall()
  await assert.rejects(pool.query('SELECT 2'), (error) => isOutage(error) && /Query read timeout/.test(String(error)))
  assert.equal(pool.totalCount, 0)
  // Of a connection that cannot even be opened the pool's own limit is heard.
  await assert.rejects(pool.query('SELECT 3'), isOutage)
  gate.mend()
  await works()
})

test('a transaction whose connection falls silent fails at once: it waits for no answer to a rollback, and nothing of it stays', async () => {
  sent.length = 0
  const work = inTransaction(pool, async (client) => {
    await client.query('INSERT INTO thing VALUES (1)')
    gate.stall()
    await client.query('SELECT 1 FROM thing')
  })
  await assert.rejects(work, isOutage)
  assert.deepEqual(sent, ['BEGIN', 'INSERT INTO thing VALUES (1)', 'SELECT 1 FROM thing'])
  gate.mend()
  await works()
  assert.equal((await pool.query('SELECT FROM thing')).rowCount, 0)
})
