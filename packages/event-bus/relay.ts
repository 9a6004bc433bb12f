import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import { openServerClock } from '@agora/database/serverClock.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { WakeListener } from '@agora/event-store/wake.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus } from './bus.ts'
import type { BusMetrics } from './busMetrics.ts'
import { hasUnpublished, readRelayLag } from './relayLag.ts'
import { relayNext, type RelayPass } from './relayPass.ts'
import { retryDelay } from './retry.ts'
import { wakeable } from './wakeable.ts'

/** What a relay is made of. */
export interface RelayOptions {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly bus: EventBus
  /** The domain: the `source` of its envelopes. */
  readonly source: string
  readonly logger: Logger
  readonly metrics?: BusMetrics | undefined
  /** Hears of new events; without it they are found by polling alone. */
  readonly wakeListener?: WakeListener | undefined
  /** Events of one publication. @default 1000 */
  readonly batchSize?: number
  /** A relay that is frozen in the middle of a batch is replaced after so long. @default 5 s */
  readonly leaseMs?: number
  /** An event of a type that is not known here waits so long for a relay that knows it, then it is parked. @default 30 s */
  readonly unknownPatienceMs?: number
  /** @default that of the database */
  readonly clock?: () => Date
}

/** Publishes the events of one domain. */
export interface Relay {
  /** Seconds since the oldest event happened that is not published yet; 0 when all are. */
  lagSeconds(): Promise<number>
  /** Finishes the batch in hand. */
  stop(): Promise<void>
}

const POLL_MS = 200

/**
 * Starts to publish the events of a store in their order, each at least once. Several relays of a store may run: a lock in the store lets one at a time
 * publish, batch by batch, so whoever is there goes on when another is gone.
 */
export async function createRelay(options: RelayOptions): Promise<Relay> {
  const { pool, bus, source, logger, wakeListener, metrics } = options
  const reader = `relay@${await bus.identity()}`
  const pass = passOf(options, { reader, clock: options.clock ?? (await openServerClock(pool)).now })
  const log = createFailureLog(logger, 'Events could not be published; they wait')
  let failures = 0
  let quietUntil = 0
  let called = true
  const loop = wakeable({
    everyMs: POLL_MS,
    run: async () => {
      if (performance.now() < quietUntil) return
      // Looking is cheaper than a transaction; who was called need not look.
      const due = called || (await hasUnpublished(pool, reader))
      called = due && (await relayNext(pass))
      failures = 0
      log.worked()
      if (called) loop.wake()
    },
    onError: (error) => {
      failures += 1
      quietUntil = performance.now() + retryDelay(failures)
      log.failed(error)
    },
  })
  const forget = wakeListener?.onWake(() => {
    called = true
    loop.wake()
  })
  const lagSeconds = (): Promise<number> => readRelayLag(pool, reader)
  metrics?.watchRelay(source, lagSeconds)
  loop.wake()
  return {
    lagSeconds,
    stop: async () => {
      forget?.()
      await loop.stop()
    },
  }
}

function passOf(options: RelayOptions, own: Pick<RelayPass, 'reader' | 'clock'>): RelayPass {
  const { batchSize = 1000, leaseMs = 5000, unknownPatienceMs = 30_000 } = options
  return { ...options, ...own, batchSize, leaseMs, unknownPatienceMs, unknownSince: new Map(), ahead: undefined }
}
