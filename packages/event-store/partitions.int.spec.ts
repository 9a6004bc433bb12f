import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { keepPartitions, type PartitionPlan } from './partitions.ts'

const database = await createTestDatabase('payments')
const pool = createPool({ url: database.appUrl, name: 'test', logger: createLogger({ service: 'test', level: 'silent' }) })
after(async () => {
  await pool.end()
  await database.drop()
})

const months = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'inbox'::regclass ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}
const at = (day: string): PartitionPlan => ({ table: 'inbox', now: new Date(`${day}T12:00:00Z`), keepDays: 35 })

test('the months of kept messages and the next month exist, and months past the retention are detached', async () => {
  await keepPartitions(pool, at('2031-01-20'))
  assert.deepEqual((await months()).slice(-3), ['inbox_2030_12', 'inbox_2031_01', 'inbox_2031_02'])
  await keepPartitions(pool, at('2031-03-02'))
  assert.deepEqual(await months(), ['inbox_2031_01', 'inbox_2031_02', 'inbox_2031_03', 'inbox_2031_04'])
})

test('several processes may do so at once', async () => {
  await Promise.all(Array.from({ length: 8 }, () => keepPartitions(pool, at('2031-03-02'))))
  assert.equal((await months()).length, 4)
})

test('a message of a month lands in that month, and one that is too old has no place', async () => {
  const put = (day: string) =>
    pool.query(`INSERT INTO inbox VALUES ('c', $1, $2) RETURNING tableoid::regclass::text AS place`, [day, `${day}T00:00:00Z`])
  assert.deepEqual((await put('2031-04-30')).rows, [{ place: 'inbox_2031_04' }])
  await assert.rejects(put('2030-12-01'), /no partition/)
})

test('a month that a clock ahead of its time detached comes back with what is in it', async () => {
  const put = (id: string) => pool.query(`INSERT INTO inbox VALUES ('c', $1, '2031-03-01T00:00:00Z') ON CONFLICT DO NOTHING`, [id])
  await keepPartitions(pool, at('2031-03-02'))
  await put('done')
  await keepPartitions(pool, at('2033-03-02'))
  await assert.rejects(put('done'), /no partition/)
  await keepPartitions(pool, at('2031-03-02'))
  assert.deepEqual([(await put('done')).rowCount, (await put('new')).rowCount], [0, 1])
})
