import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Queryable } from '@agora/database/transaction.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { topics } from '../../../schema/events/topics.ts'
import type { Consumer } from '../../../tools/events/registry.ts'
import type { Facts, StoredFact } from './facts.ts'

const STORED = `SELECT stream || '/' || version AS id, type, occurred_at >= $1 AS due FROM events ORDER BY tx_id, position`
const EFFECTS = 'SELECT event_id AS id, count(*)::int AS times FROM effects GROUP BY event_id'
const MESSAGES = `SELECT dedupe_key AS id, count(*)::int AS times FROM notifications WHERE channel = 'EMAIL' AND order_id IS NOT NULL GROUP BY dedupe_key`
const GIVEN_UP = `
  SELECT data->>'consumer' || ' gave up ' || coalesce(data->>'eventType', 'a message') || ' ' || coalesce(data->>'eventId', '') || ': ' || (data->>'error') AS what
  FROM events WHERE type = 'deadLetter.parked'`

/** The events of one domain's store that are for the bus. What is older than the run is the seed's. */
export async function readStored(store: Queryable, begun: Date): Promise<StoredFact[]> {
  const { rows } = await store.query<{ id: string; type: string; due: boolean }>(STORED, [begun])
  return rows.flatMap(({ id, type, due }) => (catalogue.topicOf(type) === undefined ? [] : [{ id, type, due }]))
}

/** What was parked in one domain. */
export const readGivenUp = async (store: Queryable): Promise<string[]> => (await store.query<{ what: string }>(GIVEN_UP)).rows.map(({ what }) => what)

/** The effects of the counter. */
export const readEffects = async (counter: Queryable): Promise<ReadonlyMap<string, number>> => countsOf(counter, EFFECTS)

/** Messages about orders, by the event that they tell of. */
export const readMessages = async (users: Queryable): Promise<ReadonlyMap<string, number>> => countsOf(users, MESSAGES)

async function countsOf(database: Queryable, text: string): Promise<Map<string, number>> {
  const { rows } = await database.query<{ id: string; times: number }>(text)
  return new Map(rows.map(({ id, times }) => [id, times]))
}

/** What a domain's consumers have dealt with. A group is called as it is declared, or with its domain before it. */
export async function readConsumed(store: Queryable, domain: string, consumers: readonly Consumer[]): Promise<Facts['consumers']> {
  const { rows } = await store.query<{ consumer: string; id: string }>('SELECT consumer, event_id AS id FROM inbox')
  const byGroup = Map.groupBy(rows, ({ consumer }) => consumer)
  return consumers
    .filter(({ name }) => name.startsWith(`${domain}.`))
    .map(({ name, types }) => {
      const group = name.slice(domain.length + 1)
      const done = [group, `${domain}-${group}`].flatMap((known) => byGroup.get(known) ?? [])
      return { name, types, done: new Set(done.map(({ id }) => id)) }
    })
}

/** Everything that lies on the bus, each topic in its own order, read by a group that nobody else is in. */
export async function readPublished(bus: EventBus): Promise<string[]> {
  const seen = new Map<string, string>()
  const subscription = await bus.subscribe({
    group: `crash-reader-${randomUUID()}`,
    topics,
    maxBatch: 1000,
    handle: async ({ topic, partition, messages }) => {
      for (const { offset, value } of messages) seen.set(`${topic}/${partition}/${offset}`, idOf(value))
    },
  })
  try {
    // The group exists from its first batch on; before that nothing lags.
    for (let quiet = 0; quiet < 3; quiet = (await subscription.lag()) === 0 ? quiet + 1 : 0) await sleep(150)
    return [...seen.values()]
  } finally {
    await subscription.stop()
  }
}

function idOf(envelope: string): string {
  const { id }: { readonly id?: unknown } = JSON.parse(envelope)
  return typeof id === 'string' ? id : 'no id'
}
