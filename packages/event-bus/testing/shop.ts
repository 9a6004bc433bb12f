import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { withClient } from '@agora/database/provision.ts'
import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import type { NewEvent } from '@agora/event-store/event.ts'
import { createEventStore, type EventStore } from '@agora/event-store/eventStore.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import type { EventBus, OutgoingMessage } from '../bus.ts'
import { startConsumer, type Consumer, type ConsumerOptions } from '../consumer.ts'
import { writeEnvelope } from '../envelope.ts'
import type { Handlers } from '../handlers.ts'
import { fresh, open, SESSION_MS, silent, type BusAddress } from './busUnderTest.ts'
import { thingCatalogue, type ThingEvent } from './things.ts'

/** A domain of a test's own: a database with an event store, a bus, and a table of effects. */
export interface Shop {
  readonly database: TestDatabase
  readonly pool: pg.Pool
  readonly bus: EventBus
  readonly store: EventStore
  readonly topic: string
  readonly group: string
  append(stream: string, events: readonly NewEvent[]): Promise<void>
  /** Ids of the events that had their effect, in the order in which they had it. */
  effects(): Promise<string[]>
  /** Starts a consumer of the shop's topic; its handlers have the effect unless told otherwise. */
  consume(options?: Partial<ConsumerOptions<ThingEvent>>): Promise<Consumer>
  /** Events of the store whose stream is a dead letter's, as type and data. */
  deadLetters(): Promise<{ type: string; data: Record<string, unknown> }[]>
  close(): Promise<void>
}

/** A cause that stands for any. */
export const cause = { correlationId: 'req_1', causationId: null, actor: 'usr_1' }

/** Has an effect that can be counted: a row a time. */
export const haveEffect = async (client: Queryable, event: { readonly id: string }): Promise<void> => {
  await client.query('INSERT INTO effects (event_id) VALUES ($1)', [event.id])
}

/** Handlers that have the effect. */
export const effectful: Handlers<ThingEvent> = { 'thing.made': haveEffect, 'thing.used': haveEffect }

/** Makes a shop on the bus. */
export async function openShop(address: BusAddress): Promise<Shop> {
  const [topic, group] = [fresh('topic'), fresh('group')]
  const database = await createTestDatabase('orders')
  await withClient(database.ownerUrl, (owner) => owner.query('CREATE TABLE effects (place bigserial PRIMARY KEY, event_id text NOT NULL)'))
  const pool = createPool({ url: database.appUrl, name: 'shop', logger: silent })
  const bus = await open(address)
  await bus.ensureTopics([
    { name: topic, partitions: 4 },
    { name: 'dead-letters', partitions: 8 },
  ])
  const store = createEventStore({ catalogue: thingCatalogue(topic) })
  const consumers: Consumer[] = []
  return {
    database,
    pool,
    bus,
    store,
    topic,
    group,
    append: (stream, events) => inTransaction(pool, (client) => store.append(client, [{ stream, expectedVersion: 'any', events }], cause)),
    effects: async () => (await pool.query<{ event_id: string }>('SELECT event_id FROM effects ORDER BY place')).rows.map((row) => row.event_id),
    consume: async (options = {}) => {
      const backoff = { baseMs: 5, maxMs: 20 }
      const parts = { bus, pool, store, group, topics: [topic], handlers: effectful, logger: silent, sessionTimeoutMs: SESSION_MS, backoff }
      const consumer = await startConsumer<ThingEvent>({ ...parts, ...options })
      consumers.push(consumer)
      return consumer
    },
    deadLetters: async () => {
      const { rows } = await pool.query<{ type: string; data: Record<string, unknown> }>(
        "SELECT type, data FROM events WHERE stream LIKE 'dlq\\_%' ORDER BY tx_id, position",
      )
      return rows
    },
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      await bus.close()
      await pool.end()
      await database.drop()
    },
  }
}

/** Messages about a thing, as a relay would publish them. */
export const thingMessages = (
  topic: string,
  stream: string,
  { count, from = 1, at = new Date() }: { count: number; from?: number; at?: Date },
): OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => {
    const version = from + index
    const data = { number: version, colour: 'red' }
    const event = { id: `${stream}/${version}`, stream, version, type: 'thing.made', data, metadata: cause, occurredAt: at }
    return { topic, key: stream, value: writeEnvelope(event, { source: 'test', schemaVersion: 2 }), createdAt: at }
  })

/** `stream/1`, `stream/2` … */
export const idsOf = (stream: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${stream}/${index + 1}`)
