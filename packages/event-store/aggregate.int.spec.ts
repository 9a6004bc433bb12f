import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { createAggregate, type Loaded } from './aggregate.ts'
import { createEventStore, type EventStore } from './eventStore.ts'
import { account, accountCatalogue, credited, metadata, type Account, type AccountEvent } from './testing/accountEvents.ts'
import { VersionConflict } from './versionConflict.ts'

const database = await createTestDatabase('payments')
const pool = createPool({ url: database.appUrl, name: 'test', logger: createLogger({ service: 'test', level: 'silent' }) })
after(async () => {
  await pool.end()
  await database.drop()
})

let read = 0
let minute = 0
const real = createEventStore<AccountEvent>({ catalogue: accountCatalogue, clock: () => new Date(Date.UTC(2026, 0, 1, 0, (minute += 1))) })
/** Counts the events that come from the database. */
const store: EventStore<AccountEvent> = {
  ...real,
  async read(...args) {
    const events = await real.read(...args)
    read += events.length
    return events
  },
  async readMany(...args) {
    const found = await real.readMany(...args)
    for (const events of found.values()) read += events.length
    return found
  },
}
const snapshots = { stateVersion: 1, read: (stored: unknown) => stored as Account }
const kept = createAggregate({ store, evolution: account, snapshots })
const plain = createAggregate({ store, evolution: account })

/** Writes so many events, one at a time. */
async function grow(stream: string, events: number): Promise<void> {
  for (let number = 1; number <= events; number += 1) {
    const loaded = await kept.load(pool, stream)
    await kept.append(pool, [{ stream, loaded, events: [credited(number)] }], metadata)
  }
}

async function counted<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; events: number }> {
  read = 0
  return { answer: await work(), events: read }
}

const snapshotOf = async (stream: string): Promise<unknown> =>
  (await pool.query<{ version: number; state: unknown }>('SELECT version, state FROM event_snapshots WHERE stream = $1', [stream])).rows[0]

test('a stream that does not exist is the initial state at version 0', async () => {
  assert.deepEqual(await kept.load(pool, 'acc_none'), { state: account.initial, version: 0 })
})

test('a state is kept when the tenth, twentieth … version is passed, and the same state is then rebuilt from fewer events', async () => {
  await grow('acc_a', 9)
  assert.equal(await snapshotOf('acc_a'), undefined)
  await grow('acc_a', 14)
  assert.deepEqual(await snapshotOf('acc_a'), { version: 20, state: { open: true, points: 45 + 66, events: 20 } })
  const withOne = await counted(() => kept.load(pool, 'acc_a'))
  const without = await counted(() => plain.load(pool, 'acc_a'))
  assert.deepEqual(withOne.answer, without.answer)
  assert.deepEqual(withOne.answer, { state: { open: true, points: 45 + 105, events: 23 }, version: 23 })
  assert.deepEqual([withOne.events, without.events], [3, 23])
})

test('an append that jumps over a ten keeps the state after all of it', async () => {
  const events = Array.from({ length: 25 }, () => credited(1))
  const [reached] = await kept.append(pool, [{ stream: 'acc_b', loaded: { state: account.initial, version: 0 }, events }], metadata)
  assert.deepEqual(reached, { state: { open: true, points: 25, events: 25 }, version: 25 })
  assert.deepEqual(await snapshotOf('acc_b'), { version: 25, state: { open: true, points: 25, events: 25 } })
})

test('the state at a version or a time is the one that it was then', async () => {
  const seen: Loaded<Account>[] = []
  for (let number = 1; number <= 12; number += 1) {
    await grow('acc_c', 1)
    seen.push(await kept.load(pool, 'acc_c'))
  }
  const times = (await real.read(pool, 'acc_c')).map(({ occurredAt }) => occurredAt)
  for (const [index, then] of seen.entries()) {
    assert.deepEqual(await kept.load(pool, 'acc_c', { upTo: index + 1 }), then)
    const until = times[index]
    assert.ok(until)
    assert.deepEqual(await kept.load(pool, 'acc_c', { until }), then)
  }
})

test('a snapshot of another form of the state is ignored, and replaced when the next is due', async () => {
  await grow('acc_d', 12)
  const next = createAggregate({
    store,
    evolution: account,
    snapshots: { stateVersion: 2, write: ({ points }: Account) => ({ points: String(points) }), read: () => assert.fail('an old form was read') },
  })
  const { answer: loaded, events } = await counted(() => next.load(pool, 'acc_d'))
  assert.equal(events, 12)
  await next.append(pool, [{ stream: 'acc_d', loaded, events: Array.from({ length: 8 }, () => credited(0)) }], metadata)
  assert.deepEqual(await snapshotOf('acc_d'), { version: 20, state: { points: '78' } })
})

test('many streams are loaded together, each from its own snapshot', async () => {
  const { answer, events } = await counted(() => kept.loadMany(pool, ['acc_a', 'acc_b', 'acc_a', 'acc_none']))
  assert.deepEqual(
    [...answer].map(([stream, { version }]) => [stream, version]),
    [
      ['acc_a', 23],
      ['acc_b', 25],
      ['acc_none', 0],
    ],
  )
  assert.equal(events, 3)
})

test('of two that decided on the same state one is refused, and its snapshot goes with it', async () => {
  await grow('acc_e', 9)
  const loaded = await kept.load(pool, 'acc_e')
  const write = (points: number) =>
    inTransaction(pool, (client) => kept.append(client, [{ stream: 'acc_e', loaded, events: [credited(points)] }], metadata))
  const outcomes = await Promise.allSettled([write(100), write(100)])
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  assert.ok(outcomes.some((outcome) => outcome.status === 'rejected' && outcome.reason instanceof VersionConflict))
  assert.deepEqual(await snapshotOf('acc_e'), { version: 10, state: { open: true, points: 145, events: 10 } })
})
