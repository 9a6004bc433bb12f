import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { eventually } from './testing/busUnderTest.ts'
import { openShop, thingMessages, type Shop } from './testing/shop.ts'
import type { ThingEvent } from './testing/things.ts'
import { windowed, type Window } from './window.ts'

const database = await createTestDatabase('bus')
const shop = await openShop({ busUrl: database.appUrl })
await withClient(shop.database.ownerUrl, (owner) =>
  owner.query('CREATE TABLE made (start timestamptz PRIMARY KEY, count int NOT NULL DEFAULT 0, late int NOT NULL DEFAULT 0)'),
)
after(async () => {
  await shop.close()
  await database.drop()
})

const base = Math.floor(Date.now() / 60_000) * 60_000 - 600_000
const at = (seconds: number): Date => new Date(base + seconds * 1000)
const addTo =
  (column: 'count' | 'late') =>
  async (client: Parameters<Parameters<typeof windowed>[0]['add']>[0], _event: object, { start }: Window): Promise<void> => {
    const text = `INSERT INTO made (start, ${column}) VALUES ($1, 1) ON CONFLICT (start) DO UPDATE SET ${column} = made.${column} + 1`
    await client.query(text, [start])
  }
const perMinute = windowed<Extract<ThingEvent, { type: 'thing.made' }>>({
  sizeMs: 60_000,
  latenessMs: 30_000,
  add: addTo('count'),
  late: addTo('late'),
})

async function windows({ pool }: Shop): Promise<[number, number, number][]> {
  const { rows } = await pool.query<{ start: Date; count: number; late: number }>('SELECT start, count, late FROM made ORDER BY start')
  return rows.map(({ start, count, late }) => [(start.getTime() - base) / 1000, count, late])
}

let version = 0
const publish = async (...seconds: number[]): Promise<void> => {
  const messages = seconds.flatMap((second) => thingMessages(shop.topic, 'thing_1', { count: 1, from: (version += 1), at: at(second) }))
  await shop.bus.publish(messages)
}

test('events are counted in the minute in which they happened; late ones while it is open, and apart when it has closed', async () => {
  const first = await shop.consume({ handlers: { 'thing.made': perMinute }, maxBatch: 2 })
  // The third comes late and in time; 100 closes the first minute for the last but one.
  await publish(10, 70, 50, 100, 59, 61)
  await eventually(async () => (await first.lag()) === 0)
  assert.deepEqual(await windows(shop), [
    [0, 2, 1],
    [60, 3, 0],
  ])
  await first.stop()
})

test('a restart goes on exactly: what was late stays late, and what comes again counts for nothing', async () => {
  const again = await shop.consume({ handlers: { 'thing.made': perMinute } })
  await publish(58, 65)
  const repeated = thingMessages(shop.topic, 'thing_1', { count: 1, from: 1, at: at(10) })
  await shop.bus.publish([...repeated, ...repeated])
  await eventually(async () => (await again.lag()) === 0)
  assert.deepEqual(await windows(shop), [
    [0, 2, 2],
    [60, 4, 0],
  ])
})
