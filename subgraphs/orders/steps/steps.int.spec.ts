import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { sqlStateOf } from '@agora/database/transaction.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { VersionConflict } from '@agora/event-store/versionConflict.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { publishEvents } from './publishEvents.ts'
import { runInDatabase } from './runInDatabase.ts'

let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await createTestDatabase('orders')
  pool = new pg.Pool({ connectionString: database.appUrl, max: 2 })
})
after(async () => {
  await pool.end()
  await database.drop()
})

const NOTE = `insert into order_notes (id, order_id, author_sub, text, created_at) values ($1, 'ord_1', 'usr_1', 'text', now())`
const notes = async (): Promise<number> => (await pool.query('select from order_notes')).rowCount ?? 0
const metadata = { correlationId: 'c', causationId: null, actor: 'a' }

test('a database step happens whole or not at all', async () => {
  await runInDatabase({ pool, timeoutMs: 1000 }, (client) => client.query(NOTE, ['ont_1']))
  const failing = runInDatabase({ pool, timeoutMs: 1000 }, async (client) => {
    await client.query(NOTE, ['ont_2'])
    throw new Error('no')
  })
  await assert.rejects(failing, /^Error: no$/)
  assert.equal(await notes(), 1)
})

test('a database step that takes too long is ended, and its limit does not stay with the connection', async () => {
  const slow = runInDatabase({ pool, timeoutMs: 50 }, (client) => client.query('select pg_sleep(5)'))
  await assert.rejects(slow, (error) => sqlStateOf(error) === '57014')
  for (let nth = 0; nth < 3; nth += 1) await pool.query('select pg_sleep(0.1)')
})

test('events are published with what stands beside them, or neither is, and readers are woken after the commit alone', async () => {
  const store = createEventStore({ catalogue })
  let woken = 0
  const step = { pool, timeoutMs: 1000, store, wake: () => void (woken += 1) }
  const appends = [{ stream: 'ord_1', expectedVersion: 0, events: [{ type: 'order.noteAdded', data: { noteId: 'ont_3' } }] }]
  const before = async (client: { query: pg.Pool['query'] }): Promise<void> => void (await client.query(NOTE, ['ont_3']))
  await publishEvents(step, { appends, metadata, before })
  const again = publishEvents(step, { appends, metadata, before: async (client) => void (await client.query(NOTE, ['ont_4'])) })
  await assert.rejects(again, VersionConflict)
  const { rowCount } = await pool.query(`select from order_notes where id in ('ont_3', 'ont_4')`)
  assert.deepEqual([(await store.read(pool, 'ord_1')).length, rowCount, woken], [1, 1, 1])
})

test('publishing waits for no lock longer than it may', async () => {
  const store = createEventStore({ catalogue })
  const holder = await pool.connect()
  await holder.query('begin')
  await store.append(holder, [{ stream: 'ord_2', expectedVersion: 0, events: [{ type: 'order.noteAdded', data: { noteId: 'ont_5' } }] }], metadata)
  const waiting = publishEvents(
    { pool, timeoutMs: 100, store, wake: () => {} },
    { appends: [{ stream: 'ord_2', expectedVersion: 0, events: [{ type: 'order.noteAdded', data: { noteId: 'ont_6' } }] }], metadata },
  )
  await assert.rejects(waiting, (error) => sqlStateOf(error) === '57014')
  await holder.query('rollback')
  holder.release()
})
