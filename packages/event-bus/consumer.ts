import type pg from 'pg'

import { openServerClock } from '@agora/database/serverClock.ts'
import type { NewEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus } from './bus.ts'
import type { BusMetrics } from './busMetrics.ts'
import { DEAD_LETTERS_TOPIC } from './deadLetters.ts'
import type { Handler, Handlers } from './handlers.ts'
import { keepInbox } from './inbox.ts'
import { processBatch } from './processBatch.ts'
import type { Processing } from './processing.ts'
import type { Backoff } from './retry.ts'

/** What a consumer is. */
export interface ConsumerOptions<Event extends NewEvent> {
  readonly bus: EventBus
  /** The consumer's own domain: where its effects, its inbox and its dead letters are. */
  readonly pool: pg.Pool
  readonly store: EventStore
  /** Its name, on the bus, in its inbox and in dead letters. Another name is another consumer that begins anew. */
  readonly group: string
  readonly topics: readonly string[]
  readonly handlers: Handlers<Event>
  readonly logger: Logger
  readonly metrics?: BusMetrics | undefined
  /** Tries of one event before it is parked. @default 4 */
  readonly attempts?: number
  /** Pauses between them. @default from 100 ms to 5 s */
  readonly backoff?: Backoff
  /** Events of one transaction. @default 200 */
  readonly maxBatch?: number
  /** Called when something was appended to the store; see the store's waker. */
  readonly wake?: () => void
  readonly sessionTimeoutMs?: number
  /** @default that of the database: by it events have their times, and months are kept */
  readonly clock?: () => Date
}

/** A running consumer. */
export interface Consumer {
  readonly group: string
  /** Messages that it has not handled yet. */
  lag(): Promise<number>
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

const KEEP_MS = 6 * 60 * 60 * 1000

/**
 * Starts a consumer: each event has its effect once, in its own transaction with the inbox. A database that is away is waited for; an event that cannot
 * be handled is tried again and then parked as a dead letter, and what is behind it flows on.
 */
export function startConsumer<Event extends NewEvent = NewEvent>(options: ConsumerOptions<Event>): Promise<Consumer> {
  const handlers = new Map(Object.entries(options.handlers as Readonly<Record<string, Handler | undefined>>))
  return runConsumer(options, (type) => handlers.get(type))
}

/** The same with a function in place of a table of handlers. */
export async function runConsumer(options: Omit<ConsumerOptions<never>, 'handlers'>, handlerOf: Processing['handlerOf']): Promise<Consumer> {
  const { bus, pool, group, metrics, sessionTimeoutMs } = options
  const time = await openServerClock(pool)
  const clock = options.clock ?? time.now
  const stopping = new AbortController()
  const logger = options.logger.child({ consumer: group })
  const processing = { ...processingOf(options, handlerOf), stopping: stopping.signal, place: `${group}@${await bus.identity()}`, clock, logger }
  const keep = async (): Promise<void> => {
    await time.set()
    await keepInbox(pool, clock())
  }
  await keep()
  const keeper = setInterval(() => void keep().catch((err: unknown) => logger.warn({ err }, 'The months of the inbox could not be kept')), KEEP_MS)
  keeper.unref()
  const subscription = await bus.subscribe({
    group,
    topics: [...new Set([...options.topics, DEAD_LETTERS_TOPIC])],
    maxBatch: options.maxBatch ?? 200,
    handle: (batch) => processBatch(processing, batch),
    ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
  })
  metrics?.watchLag(group, subscription.lag)
  return {
    group,
    lag: subscription.lag,
    stop: async () => {
      clearInterval(keeper)
      stopping.abort()
      await subscription.stop()
    },
  }
}

type Fixed = Omit<Processing, 'place' | 'clock' | 'logger' | 'stopping'>

function processingOf(options: Omit<ConsumerOptions<never>, 'handlers'>, handlerOf: Processing['handlerOf']): Fixed {
  const { pool, store, group, attempts = 4, backoff = {}, metrics, wake = () => {} } = options
  return { pool, store, consumer: group, handlerOf, attempts, backoff, metrics, wake }
}
