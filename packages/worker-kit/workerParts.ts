import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { busOf } from '@agora/event-bus/busEnvironment.ts'
import { createBusMetrics, type BusMetrics } from '@agora/event-bus/busMetrics.ts'
import { startConsumer, type Consumer, type ConsumerOptions } from '@agora/event-bus/consumer.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createRelay, type Relay } from '@agora/event-bus/relay.ts'
import { startRelayLetters } from '@agora/event-bus/relayLetters.ts'
import { retryDelay } from '@agora/event-bus/retry.ts'
import type { EventCatalogue, NewEvent } from '@agora/event-store/event.ts'
import { createEventStore, type EventStore } from '@agora/event-store/eventStore.ts'
import { createWaker, listenForWake, type WakeListener, type Waker } from '@agora/event-store/wake.ts'
import { openFlags } from '@agora/failure-flags/flagsFile.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { lagBehind } from './lagBehind.ts'
import type { WorkerEnvironment } from './workerEnvironment.ts'

/** What of a consumer differs from one to the next within a worker. */
export type ConsumerDefinition<Event extends NewEvent> = Pick<
  ConsumerOptions<Event>,
  'group' | 'topics' | 'handlers' | 'attempts' | 'backoff' | 'maxBatch'
>

/** What a worker is built from. */
export interface WorkerParts {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly bus: EventBus
  readonly logger: Logger
  readonly metrics: Metrics
  readonly busMetrics: BusMetrics
  /** Call it after a commit that appended events. */
  readonly waker: Waker
  /** Hears of appended events, wherever they were appended. */
  readonly wakeListener: WakeListener
  /** Starts a consumer over this worker's parts. */
  consume<Event extends NewEvent>(definition: ConsumerDefinition<Event>): Promise<Consumer>
  /** Starts the domain's relay, and what publishes by request what it had to park. */
  relay(): Promise<readonly [Relay, Consumer]>
  close(): Promise<void>
}

/** How the parts are opened. */
export interface PartsOptions {
  readonly domain: string
  readonly name: string
  readonly environment: WorkerEnvironment
  readonly catalogue: EventCatalogue
  readonly topics: readonly string[]
  readonly logger: Logger
  readonly metrics: Metrics
}

/** A worker that cannot reach its database or its bus for so long ends, and whoever started it tells. */
const PATIENCE_MS = 45_000

/** Opens database, store and bus. They may come up later than the worker: they are waited for. */
export async function openParts(options: PartsOptions): Promise<WorkerParts> {
  const { domain, name, environment, catalogue, logger, metrics } = options
  const pool = createPool({ url: environment.DATABASE_URL, caFile: environment.DATABASE_CA_FILE, name, logger, metrics })
  const store = createEventStore({ catalogue })
  await patiently(() => pool.query('SELECT 1'), logger)
  const bus = await openPatiently(options)
  const waker = createWaker(pool)
  const wakeListener = listenForWake({ pool, logger })
  const busMetrics = createBusMetrics(metrics)
  const shared = { bus, pool, store, logger, metrics: busMetrics }
  return {
    ...shared,
    metrics,
    busMetrics,
    waker,
    wakeListener,
    consume: (definition) => startConsumer({ ...shared, wake: waker.wake, ...definition }),
    relay: () =>
      Promise.all([createRelay({ ...shared, wakeListener, source: domain }), startRelayLetters({ ...shared, wake: waker.wake, source: domain })]),
    close: async () => {
      await wakeListener.close()
      await bus.close()
      await pool.end()
    },
  }
}

async function openPatiently({ environment, name, topics, logger }: PartsOptions): Promise<EventBus> {
  const settings = busOf(environment)
  const bus = await patiently(() => openBus({ ...settings, name, topics, logger }), logger)
  if (environment.FAILURE_FLAGS_FILE === undefined) return bus
  const flags = openFlags(environment.FAILURE_FLAGS_FILE)
  return lagBehind(bus, () => flags().consumerDelayMs)
}

async function patiently<Answer>(attempt: () => Promise<Answer>, logger: Logger): Promise<Answer> {
  const deadline = performance.now() + PATIENCE_MS
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > deadline) throw error
      logger.warn({ err: error }, 'What the worker needs cannot be reached yet')
      await sleep(retryDelay(failures))
    }
  }
}
