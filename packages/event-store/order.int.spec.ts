import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import type { Position } from './event.ts'
import { BEGINNING, createEventStore } from './eventStore.ts'
import { accountCatalogue, credited, metadata } from './testing/accountEvents.ts'

const database = await createTestDatabase('payments')
const pool = createPool({ url: database.appUrl, name: 'test', logger: createLogger({ service: 'test', level: 'silent' }) })
const store = createEventStore({ catalogue: accountCatalogue })
const append = (client: Parameters<typeof store.append>[0], stream: string): Promise<void> =>
  store.append(client, [{ stream, expectedVersion: 'any', events: [credited(1), credited(2)] }], metadata)
after(async () => {
  await pool.end()
  await database.drop()
})

/**
 * Reads page by page until as many events were seen as were written, and once more. Other specs write on the same server, and a reader stays
 * below the oldest transaction of all: only the number tells the end.
 */
async function follow(written: () => number): Promise<string[]> {
  const seen: string[] = []
  let at: Position = BEGINNING
  const deadline = performance.now() + 20_000
  for (let whole = false; !whole && performance.now() < deadline;) {
    whole = seen.length === written()
    const { events, end } = await store.readAfter(pool, at, 7)
    at = end
    seen.push(...events.map(({ id }) => id))
    if (events.length === 0) await wait(5)
  }
  return seen
}

test('readers see nothing of what was written after a transaction that is still open, then both in order', async () => {
  const slow = await pool.connect()
  await slow.query('BEGIN')
  await append(slow, 'acc_slow')
  await inTransaction(pool, (client) => append(client, 'acc_quick'))
  assert.deepEqual((await store.readAfter(pool, BEGINNING, 10)).events, [])
  await slow.query('COMMIT')
  slow.release()
  const seen = await follow(() => 4)
  assert.deepEqual(seen, ['acc_slow/1', 'acc_slow/2', 'acc_quick/1', 'acc_quick/2'])
})

test('a transaction that began before another goes on with its stream, and comes after it in the order of the whole store too', async () => {
  const older = await pool.connect()
  await older.query('BEGIN')
  // It has its number from now on, as a consumer has that marked its event as done before it looks at the stream.
  await append(older, 'acc_older')
  await inTransaction(pool, (client) => append(client, 'acc_younger'))
  await append(older, 'acc_younger')
  const before = await store.readAfter(pool, BEGINNING, 100)
  await older.query('COMMIT')
  older.release()
  const seen = (await follow(() => 10)).slice(before.events.length)
  assert.deepEqual(seen, ['acc_older/1', 'acc_older/2', 'acc_younger/1', 'acc_younger/2', 'acc_younger/3', 'acc_younger/4'])
})

test('a reader beside 300 concurrent transactions, some slow and some rolled back, misses nothing and sees nothing twice', async () => {
  const rolledBack = new Error('rolled back')
  const one = async (number: number): Promise<string[]> => {
    const stream = `acc_${number % 100}_${Math.floor(number / 100)}`
    const work = inTransaction(pool, async (client) => {
      await append(client, stream)
      if (number % 5 === 0) await wait(Math.random() * 60)
      await append(client, stream)
      if (number % 7 === 0) throw rolledBack
    })
    return work.then(
      () => [1, 2, 3, 4].map((version) => `${stream}/${version}`),
      (error: unknown) => {
        assert.equal(error, rolledBack)
        return []
      },
    )
  }
  let running = true
  const reading = follow(() => (running ? -1 : 10 + written.flat().length))
  const written: string[][] = []
  let next = 0
  const writer = async (): Promise<void> => {
    while (next < 300) {
      next += 1
      written.push(await one(next))
    }
  }
  await Promise.all(Array.from({ length: 16 }, writer))
  running = false
  const seen = (await reading).filter((id) => !/slow|quick|older|younger/.test(id))
  assert.deepEqual(seen.toSorted(), written.flat().toSorted())
  const versions = Map.groupBy(seen, (id) => id.slice(0, id.indexOf('/')))
  for (const ids of versions.values()) assert.deepEqual(ids, ids.toSorted())
})

test('the order is that of the numbers, not of their digits', async () => {
  const rows = await pool.query<{ tx: string }>('SELECT min(tx_id)::text AS tx FROM events')
  const first = BigInt(rows.rows[0]?.tx ?? 0)
  const { events } = await store.readAfter(pool, { txId: String(first), position: '9' }, 1000)
  const places = events.map(({ at }) => [BigInt(at.txId), BigInt(at.position)] as const)
  assert.ok(places.length > 100)
  const sorted = places.toSorted(([tx, position], [otherTx, other]) => Number(tx - otherTx) || Number(position - other))
  assert.deepEqual(places, sorted)
})

test('a page is read by the index, not by sorting the store', async () => {
  await pool.query('SET enable_seqscan = off')
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT * FROM events e WHERE (e.tx_id, e.position) > ('0'::xid8, 0::bigint) AND e.tx_id < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY e.tx_id, e.position LIMIT 10`,
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(plan, /Index Scan using events_in_order/)
  assert.doesNotMatch(plan, /Sort/)
})
