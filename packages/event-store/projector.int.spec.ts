import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { createEventStore } from './eventStore.ts'
import { liveGeneration, type Projection } from './projection.ts'
import { createProjector, type Projector, type ProjectorOptions } from './projector.ts'
import { accountCatalogue, credited, metadata, type AccountEvent } from './testing/accountEvents.ts'
import { ledgerProjection, POINTS_TABLE, pointsProjection, type Trouble } from './testing/pointsProjection.ts'
import { createWaker, listenForWake } from './wake.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('orders')
const pool = createPool({ url: database.appUrl, name: 'test', logger })
const owner = createPool({ url: database.ownerUrl, name: 'owner', logger })
await owner.query(POINTS_TABLE)
const store = createEventStore<AccountEvent>({ catalogue: accountCatalogue })
const running: Projector[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((projector) => projector.stop()))
  await owner.query(`TRUNCATE points, ledger, event_projections, event_checkpoints`)
})
after(async () => {
  await Promise.all([pool.end(), owner.end()])
  await database.drop()
})

async function project(projections: readonly Projection[], other: Partial<ProjectorOptions> = {}): Promise<Projector> {
  const projector = createProjector({ pool, store, projections, logger, pollMs: 10, firstBackoffMs: 10, batch: 5, ...other })
  running.push(projector)
  await projector.start()
  return projector
}

let made = 0
const give = async (points: number): Promise<void> => {
  made += 1
  await store.append(pool, [{ stream: `acc_${made % 4}`, expectedVersion: 'any', events: [credited(points)] }], metadata)
}
const rowsOf = async (): Promise<unknown[]> =>
  (await pool.query(`SELECT account, points FROM points WHERE generation = ${liveGeneration('points')} ORDER BY account`)).rows
const totalOf = async (table: 'points' | 'ledger'): Promise<number> => {
  const { rows } = await pool.query<{ sum: number }>(
    `SELECT coalesce(sum(points), 0)::int AS sum FROM ${table} WHERE generation = ${liveGeneration(table)}`,
  )
  return rows[0]?.sum ?? 0
}
/** What every event so far adds up to. */
const expected = async (): Promise<number> => {
  const { rows } = await pool.query<{ sum: number }>(`SELECT coalesce(sum((data->>'points')::int), 0)::int AS sum FROM events`)
  return rows[0]?.sum ?? 0
}
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not come true in time')
    await wait(5)
  }
}

/** Until every event may be read: other specs' transactions on the same server can be older, and a reader waits for them. */
const readable = (): Promise<void> =>
  until(async () => {
    const { rows } = await pool.query<{ all: boolean }>(
      'SELECT coalesce(max(e.tx_id::text::bigint), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS all FROM events e',
    )
    return rows[0]?.all === true
  })

test('projections follow the store, event by event or a batch at a time, in whatever batches they come', async () => {
  for (let number = 1; number <= 23; number += 1) await give(number)
  const projector = await project([pointsProjection(), ledgerProjection])
  await projector.caughtUp()
  await give(100)
  await projector.caughtUp()
  assert.deepEqual([await totalOf('points'), await totalOf('ledger')], [376, 376])
  const [points, ledger] = await projector.status()
  assert.deepEqual(
    { ...points, position: null },
    { name: 'points', version: 1, state: 'RUNNING', error: null, position: null, lagEvents: 0, lagSeconds: 0 },
  )
  assert.deepEqual(points?.position, ledger?.position)
})

test('before it was built for the first time a projection is empty, and never half full', async () => {
  for (let number = 1; number <= 40; number += 1) await give(1)
  await readable()
  const whole = await expected()
  const seen = new Set<number>()
  const projector = await project([pointsProjection()], { batch: 3 })
  await until(async () => seen.add(await totalOf('points')).has(whole))
  await projector.caughtUp()
  assert.deepEqual(
    [...seen].filter((sum) => sum !== 0 && sum !== whole),
    [],
  )
})

test('a rebuild gives identical rows, readers see the old ones until then, and the old ones are removed', async () => {
  const projector = await project([pointsProjection()])
  await projector.caughtUp()
  const before = await rowsOf()
  const sums = new Set<number>()
  assert.equal(await projector.rebuild('points'), true)
  await until(async () => {
    sums.add(await totalOf('points'))
    const [status] = await projector.status()
    return status?.state === 'RUNNING'
  })
  assert.deepEqual(await rowsOf(), before)
  assert.deepEqual([...sums], [await expected()])
  await until(async () => (await pool.query('SELECT FROM points WHERE generation = 1')).rowCount === 0)
  assert.deepEqual((await pool.query('SELECT generation, building FROM event_projections')).rows, [{ generation: 2, building: null }])
  assert.equal((await pool.query('SELECT FROM event_checkpoints')).rowCount, 1)
})

test('while a rebuild runs the rows that are read go on, and what is appended meanwhile is in both', async () => {
  const projector = await project([pointsProjection()], { batch: 1 })
  await projector.caughtUp()
  await projector.rebuild('points')
  for (let number = 0; number < 30; number += 1) {
    const whole = (await expected()) + 7
    await give(7)
    await until(async () => (await totalOf('points')) >= whole)
  }
  await projector.caughtUp()
  assert.equal(await totalOf('points'), await expected())
})

test('newer code rebuilds by itself, and a process with older code leaves the projection to it', async () => {
  const old = await project([pointsProjection(1)])
  await old.caughtUp()
  const next = await project([pointsProjection(2, {}, 2)])
  await next.caughtUp()
  await give(5)
  await next.caughtUp()
  assert.equal(await totalOf('points'), 2 * (await expected()))
})

test('a handler that throws stops its projection only, says where, and goes on when it can', async () => {
  const trouble: Trouble = {}
  const projector = await project([pointsProjection(1, trouble), ledgerProjection])
  await projector.caughtUp()
  trouble.points = 13
  await give(13)
  const at = `acc_${made % 4}`
  await give(1)
  await until(async () => (await projector.status())[0]?.state === 'FAILED')
  const [points, ledger] = await projector.status()
  assert.match(points?.error ?? '', new RegExp(`^at ${at}/\\d+: no such points$`))
  assert.equal(points?.lagEvents, 2)
  assert.ok(points !== undefined && points.lagSeconds > 0)
  await until(async () => (await totalOf('ledger')) === (await expected()))
  assert.equal(ledger?.state, 'RUNNING')
  trouble.points = -1
  await projector.caughtUp()
  assert.equal(await totalOf('points'), await expected())
})

test('a rebuild that fails leaves the rows that are read as they are, and those go on', async () => {
  const trouble: Trouble = {}
  const projector = await project([pointsProjection(1, trouble)])
  await projector.caughtUp()
  trouble.points = 13
  await projector.rebuild('points')
  await until(async () => (await projector.status())[0]?.state === 'FAILED')
  await give(50)
  await until(async () => (await totalOf('points')) === (await expected()))
  trouble.points = -1
  await projector.caughtUp()
  assert.equal(await totalOf('points'), await expected())
})

test('several processes project once, and one takes over from another that ends', async () => {
  const many = await Promise.all([1, 2, 3].map(() => project([pointsProjection()])))
  const [first, second, third] = many
  for (let number = 0; number < 20; number += 1) {
    await give(3)
    if (number === 10) await first?.stop()
  }
  await second?.caughtUp()
  await Promise.all([second?.stop(), third?.caughtUp()])
  await give(3)
  await third?.caughtUp()
  assert.equal(await totalOf('points'), await expected())
})

test('an event of an unknown type is counted and passed over', async () => {
  const metrics = createMetrics('test')
  await pool.query(`INSERT INTO events (stream, version, type, schema_version, data, metadata) VALUES ('acc_x', 1, 'account.renamed', 1, '{}', $1)`, [
    metadata,
  ])
  const projector = await project([ledgerProjection], { metrics })
  await projector.caughtUp()
  const page = await metrics.text()
  assert.match(page, /^events_unknown_total\{projection="ledger",type="account\.renamed",service="test"\} 1$/m)
  assert.match(page, /^projection_lag_seconds\{projection="ledger",service="test"\} 0$/m)
})

test('a wake-up is heard long before the next look', async () => {
  const ear = listenForWake({ pool, logger })
  const waker = createWaker(pool)
  await project([ledgerProjection], { pollMs: 600_000, listener: ear })
  // Woken again and again: a reader that is woken while some other transaction of the server is older than the event does not see it yet.
  const wokenUntilItIsThere = (): Promise<void> =>
    until(async () => {
      waker.wake()
      return (await totalOf('ledger')) === (await expected())
    })
  await wokenUntilItIsThere()
  await give(9)
  await wokenUntilItIsThere()
  await ear.close()
})

test('an unknown name is no projection, and a word that cannot stand in SQL is no name', async () => {
  const projector = await project([ledgerProjection])
  assert.equal(await projector.rebuild('points'), false)
  assert.throws(() => liveGeneration(`x' OR true --`), TypeError)
})
