import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { appendStatement } from './appendStatement.ts'
import type { Recorded } from './eventRow.ts'
import { BEGINNING, createEventStore } from './eventStore.ts'
import { accountCatalogue, credited, metadata, type AccountEvent } from './testing/accountEvents.ts'
import { VersionConflict } from './versionConflict.ts'

const database = await createTestDatabase('payments')
const sent: string[] = []
const pool = createPool({
  url: database.appUrl,
  name: 'test',
  logger: createLogger({ service: 'test', level: 'silent' }),
  onStatement: (text) => sent.push(text),
})
const store = createEventStore<AccountEvent>({ catalogue: accountCatalogue })
const opened: AccountEvent = { type: 'account.opened', data: { owner: 'usr_1' } }

/** Other specs write on the same server, and readers stay below the oldest transaction of all: what was written is seen a moment later. */
async function readAll(expected: RegExp): Promise<readonly Recorded[]> {
  const deadline = performance.now() + 5000
  for (;;) {
    const { events } = await store.readAfter(pool, BEGINNING, 1000)
    const found = events.filter(({ id }) => expected.test(id))
    if (found.length > 0 || performance.now() > deadline) return found
    await wait(10)
  }
}

after(async () => {
  await pool.end()
  await database.drop()
})

test('an event comes back with all of its envelope', async () => {
  const before = Date.now()
  await store.append(pool, [{ stream: 'acc_a', expectedVersion: 0, events: [opened] }], {
    correlationId: 'c',
    causationId: 'ord_1/4',
    actor: 'orders',
  })
  const [event, ...others] = await store.read(pool, 'acc_a')
  assert.deepEqual(others, [])
  assert.ok(event !== undefined && Math.abs(event.occurredAt.getTime() - before) < 5000)
  assert.deepEqual(event, {
    id: 'acc_a/1',
    stream: 'acc_a',
    version: 1,
    type: 'account.opened',
    data: { owner: 'usr_1' },
    metadata: { correlationId: 'c', causationId: 'ord_1/4', actor: 'orders' },
    occurredAt: event.occurredAt,
  })
})

test('events of many streams are stored by one statement, in the order in which they were given', async () => {
  sent.length = 0
  const own = { correlationId: 'other', causationId: null, actor: 'usr_2' }
  await store.append(
    pool,
    [
      { stream: 'acc_c', expectedVersion: 0, events: [opened, credited(1)] },
      { stream: 'acc_b', expectedVersion: 'any', events: [opened], metadata: own },
      { stream: 'acc_c', expectedVersion: 2, events: [credited(2)] },
      { stream: 'acc_b', expectedVersion: 'any', events: [credited(3), credited(4)] },
    ],
    metadata,
  )
  assert.equal(sent.length, 1)
  assert.deepEqual(
    (await readAll(/acc_[bc]/)).map(({ id }) => id),
    ['acc_c/1', 'acc_c/2', 'acc_b/1', 'acc_c/3', 'acc_b/2', 'acc_b/3'],
  )
  assert.deepEqual(
    (await store.read(pool, 'acc_b')).map((event) => event.metadata.correlationId),
    ['other', 'req_1', 'req_1'],
  )
})

test('of two writers of one version exactly one gets a VersionConflict that names the stream', async () => {
  await store.append(pool, [{ stream: 'acc_d', expectedVersion: 0, events: [opened] }], metadata)
  const write = (points: number) =>
    inTransaction(pool, (client) => store.append(client, [{ stream: 'acc_d', expectedVersion: 1, events: [credited(points)] }], metadata))
  const outcomes = await Promise.allSettled([write(1), write(2)])
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  assert.equal(errors.length, 1)
  assert.ok(errors[0] instanceof VersionConflict)
  assert.equal(errors[0].stream, 'acc_d')
  assert.equal((await store.read(pool, 'acc_d')).length, 2)
})

test('a stream that does not exist yet, exists already, or is shorter than expected refuses the append', async () => {
  await store.append(pool, [{ stream: 'acc_e', expectedVersion: 0, events: [opened] }], metadata)
  for (const expectedVersion of [0, 2]) {
    await assert.rejects(store.append(pool, [{ stream: 'acc_e', expectedVersion, events: [credited(1), credited(2)] }], metadata), VersionConflict)
  }
  await assert.rejects(store.append(pool, [{ stream: 'acc_none', expectedVersion: 1, events: [opened] }], metadata), VersionConflict)
  assert.equal((await store.read(pool, 'acc_e')).length, 1)
})

test('a refused append of one stream stores nothing of the others', async () => {
  await assert.rejects(
    inTransaction(pool, (client) =>
      store.append(
        client,
        [
          { stream: 'acc_f', expectedVersion: 0, events: [opened] },
          { stream: 'acc_g', expectedVersion: 7, events: [opened] },
        ],
        metadata,
      ),
    ),
    VersionConflict,
  )
  assert.deepEqual(await store.read(pool, 'acc_f'), [])
})

test('what the catalogue does not allow is thrown out before anything is sent', async () => {
  sent.length = 0
  const foreign = createEventStore({ catalogue: accountCatalogue })
  await assert.rejects(
    foreign.append(pool, [{ stream: 'acc_h', expectedVersion: 0, events: [{ type: 'order.placed', data: {} }] }], metadata),
    TypeError,
  )
  assert.deepEqual(sent, [])
})

test('an event of an older version is read in the shape of today', async () => {
  await pool.query(
    `INSERT INTO events (stream, version, type, schema_version, data, metadata) VALUES ('acc_i', 1, 'account.credited', 1, '{"points": 5}', $1)`,
    [metadata],
  )
  const [event] = await store.read(pool, 'acc_i')
  assert.deepEqual(event?.data, { points: 5, reason: 'unknown' })
})

test('an event nobody here knows stops a stream, and is passed on as unknown in the order of the store', async () => {
  await pool.query(
    `INSERT INTO events (stream, version, type, schema_version, data, metadata) VALUES ('acc_j', 1, 'account.renamed', 3, '{"name": "n"}', $1)`,
    [metadata],
  )
  await assert.rejects(store.read(pool, 'acc_j'), /acc_j\/1 is account\.renamed in version 3/)
  const [unknown] = await readAll(/acc_j/)
  assert.deepEqual([unknown?.known, unknown?.data, unknown?.schemaVersion], [false, { name: 'n' }, 3])
})

test('a part of a stream is read by version, by time and by length', async () => {
  const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))
  for (const version of [0, 1, 2, 3]) {
    const dated = createEventStore<AccountEvent>({ catalogue: accountCatalogue, clock: () => day(version + 1) })
    await dated.append(pool, [{ stream: 'acc_k', expectedVersion: version, events: [credited(version)] }], metadata)
  }
  const versions = async (range: Parameters<typeof store.read>[2]): Promise<number[]> =>
    (await store.read(pool, 'acc_k', range)).map(({ version }) => version)
  assert.deepEqual(await versions({ after: 1, upTo: 3 }), [2, 3])
  assert.deepEqual(await versions({ until: day(2) }), [1, 2])
  assert.deepEqual(await versions({ limit: 1 }), [1])
})

test('a stream whose clock was put back is read without a gap', async () => {
  const seconds = [10, 20, 5, 30]
  for (const [version, second] of seconds.entries()) {
    const dated = createEventStore<AccountEvent>({ catalogue: accountCatalogue, clock: () => new Date(second * 1000) })
    await dated.append(pool, [{ stream: 'acc_back', expectedVersion: version, events: [credited(version)] }], metadata)
  }
  const until = async (second: number): Promise<number[]> =>
    (await store.read(pool, 'acc_back', { until: new Date(second * 1000) })).map(({ version }) => version)
  assert.deepEqual([await until(9), await until(15), await until(20), await until(30)], [[], [1], [1, 2, 3], [1, 2, 3, 4]])
})

test('several streams are read by one statement, those without events included', async () => {
  sent.length = 0
  const found = await store.readMany(pool, ['acc_c', 'acc_nobody', 'acc_b'])
  assert.equal(sent.length, 1)
  assert.deepEqual(
    [...found].map(([stream, events]) => [stream, events.length]),
    [
      ['acc_c', 3],
      ['acc_nobody', 0],
      ['acc_b', 3],
    ],
  )
})

test('rollback of the outer transaction undoes the append', async () => {
  const error = new Error('no')
  const work = inTransaction(pool, async (client) => {
    await store.append(client, [{ stream: 'acc_l', expectedVersion: 0, events: [opened] }], metadata)
    assert.equal((await store.read(client, 'acc_l')).length, 1)
    throw error
  })
  await assert.rejects(work, error)
  assert.deepEqual(await store.read(pool, 'acc_l'), [])
})

test('events cannot be changed or deleted, not even by the role that owns the table', async () => {
  const owner = createPool({ url: database.ownerUrl, name: 'owner', logger: createLogger({ service: 'test', level: 'silent' }) })
  for (const statement of ['UPDATE events SET version = version', 'DELETE FROM events', 'TRUNCATE events']) {
    await assert.rejects(owner.query(statement), /events are append-only/)
  }
  await owner.end()
})

test('what belongs to events is written by their statement, and nothing of it where the guard does not hold', async () => {
  const statement = appendStatement({
    name: 'test_beside',
    parts:
      "noted AS (INSERT INTO event_snapshots (stream, version, state_version, state) SELECT unnest($1::text[]), 1, 1, '{}' ON CONFLICT DO NOTHING RETURNING stream)",
    guard: '(SELECT count(*) FROM noted) = cardinality($1::text[])',
    more: `SELECT stream || '_too', -1, 1, 'account.opened', 1::smallint, $2::jsonb, '{}'::jsonb FROM noted`,
  })
  const values = [['acc_beside'], { owner: 'usr_9' }]
  const writing = (stream: string): Promise<void> =>
    store.appendWith(pool, [{ stream, expectedVersion: 0, events: [opened] }], { statement, values, metadata })
  sent.length = 0
  await writing('acc_w1')
  assert.equal(sent.length, 1)
  assert.deepEqual(
    (await store.read(pool, 'acc_beside_too')).map(({ data }) => data),
    [{ owner: 'usr_9' }],
  )
  await assert.rejects(writing('acc_w2'), VersionConflict)
  assert.deepEqual([(await store.read(pool, 'acc_w2')).length, (await store.read(pool, 'acc_beside_too')).length], [0, 1])
})
