import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { collect, eventually, numbered, silent } from '../testing/busUnderTest.ts'
import { createPostgresBus } from './postgresBus.ts'

const database = await createTestDatabase('bus')
const pool = createPool({ url: database.appUrl, name: 'test', logger: silent })
after(async () => {
  await pool.end()
  await database.drop()
})

const months = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'messages'::regclass ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

test('messages lie in the month in which they happened; a month past the retention is detached, and counts as read', async () => {
  let now = new Date('2031-03-10T00:00:00Z')
  const bus = await createPostgresBus({ url: database.appUrl, name: 'test', logger: silent, clock: () => now })
  const topics = [{ name: 'things', partitions: 2 }]
  await bus.ensureTopics(topics)
  assert.deepEqual(await months(), ['messages_2030_12', 'messages_2031_01', 'messages_2031_02', 'messages_2031_03', 'messages_2031_04'])
  const at = (text: string, from: number) => numbered('things', 'k', { count: 2, from }).map((message) => ({ ...message, createdAt: new Date(text) }))
  await bus.publish(at('2030-12-31T23:59:59.999Z', 0))
  await bus.publish(at('2031-01-01T00:00:00Z', 2))
  const { rows } = await pool.query('SELECT tableoid::regclass::text AS month, "offset" FROM messages ORDER BY "offset"')
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['messages_2030_12', '0'],
      ['messages_2030_12', '1'],
      ['messages_2031_01', '2'],
      ['messages_2031_01', '3'],
    ],
  )

  now = new Date('2031-04-01T00:00:00Z')
  await bus.ensureTopics(topics)
  assert.deepEqual((await months())[0], 'messages_2031_01')
  const reader = await collect(bus, { group: 'late', topics: ['things'] })
  await reader.until((values) => values.length === 2)
  assert.deepEqual(reader.values(), ['k:2', 'k:3'])
  await eventually(async () => (await reader.lag()) === 0)
  await assert.rejects(bus.publish(at('2030-12-15T00:00:00Z', 4)), /no partition/)
  now = new Date('2031-04-30T23:59:59Z')
  await bus.publish(at('2031-05-01T00:00:00Z', 4))
  await bus.close()
})
