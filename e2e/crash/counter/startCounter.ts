import { readFile } from 'node:fs/promises'

import type pg from 'pg'

import type { Queryable } from '@agora/database/transaction.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { startConsumer, type Consumer } from '@agora/event-bus/consumer.ts'
import type { BusEvent } from '@agora/event-bus/handlers.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { catalogue, eventDefinitions } from '../../../schema/events/catalogue.ts'
import { topics } from '../../../schema/events/topics.ts'

/** What the counter works with. */
export interface CounterParts {
  readonly pool: pg.Pool
  readonly bus: EventBus
  readonly logger: Logger
}

/** Its name on the bus. */
export const COUNTER = 'crash-counter'

/** Nothing in it keeps an effect from happening twice, so the inbox alone has to. */
const EFFECTS = 'CREATE TABLE effects (event_id text NOT NULL, seen_at timestamptz NOT NULL DEFAULT clock_timestamp())'
const COUNT = 'INSERT INTO effects (event_id) VALUES ($1)'

/** Makes the tables of the counter in an empty database: an event store, as every consumer has one, and its effects. */
export async function makeCounterTables(client: Queryable): Promise<void> {
  const tables = await readFile(new URL('../../../packages/event-store/tables.sql', import.meta.url), 'utf8')
  await client.query(tables)
  await client.query(EFFECTS)
}

/** A consumer of every event there is, with the plainest effect there is: it writes a line. */
export function startCounter({ pool, bus, logger }: CounterParts): Promise<Consumer> {
  const count = async (client: Queryable, { id }: BusEvent): Promise<void> => void (await client.query(COUNT, [id]))
  const handlers = Object.fromEntries(Object.keys(eventDefinitions).map((type) => [type, count]))
  return startConsumer({ bus, pool, store: createEventStore({ catalogue }), group: COUNTER, topics, handlers, logger })
}
