import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import { isDatabaseFailure } from '@agora/database/outage.ts'
import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Batch, IncomingMessage } from './bus.ts'
import type { BusMetrics } from './busMetrics.ts'
import type { Handler } from './handlers.ts'
import type { Place } from './inbox.ts'
import { retryDelay, type Backoff } from './retry.ts'

/** What every step of a consumer's work needs. */
export interface Processing {
  readonly pool: pg.Pool
  readonly store: EventStore
  /** The name under which it is known: its group, in its inbox and in dead letters. */
  readonly consumer: string
  /** The name under which its offsets are kept: they count on one bus only. */
  readonly place: string
  readonly handlerOf: (type: string) => Handler | undefined
  /** Tries of one message before it is parked. */
  readonly attempts: number
  readonly backoff: Backoff
  readonly clock: () => Date
  readonly logger: Logger
  readonly metrics: BusMetrics | undefined
  /** Aborts when the consumer is told to stop. */
  readonly stopping: AbortSignal
  /** Events were appended: tells whoever reads the store. */
  readonly wake: () => void
}

/** Thrown when a wait is cut short: the batch is not done and comes again to whoever has the partition next. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** Waits, and throws Interrupted when the consumer stops or the partition is taken away in the meantime. */
export async function pause(ms: number, { stopping }: Processing, { signal, heartbeat }: Batch): Promise<void> {
  await heartbeat().catch(() => undefined)
  await sleep(ms, undefined, { signal: AbortSignal.any([stopping, signal]) }).catch(() => {
    throw new Interrupted('the work was interrupted')
  })
}

/** Runs the work in a transaction, again and again for as long as the database cannot be reached or is too slow for it. Any other failure is the caller's. */
export async function outlastOutages<Answer>(processing: Processing, batch: Batch, work: (client: Queryable) => Promise<Answer>): Promise<Answer> {
  const log = createFailureLog(processing.logger, 'The database does not serve: waiting')
  for (let failures = 1; ; failures += 1) {
    if (batch.signal.aborted || processing.stopping.aborted) throw new Interrupted('the work was interrupted')
    try {
      const answer = await inTransaction(processing.pool, work)
      log.worked()
      return answer
    } catch (error) {
      if (!isDatabaseFailure(error)) throw error
      log.failed(error)
      await pause(retryDelay(failures), processing, batch)
    }
  }
}

/** A logger that carries what an event belongs to. */
export const loggerOf = (logger: Logger, event: { readonly id: string; readonly metadata: { readonly correlationId: string } }): Logger =>
  logger.child({ eventId: event.id, correlationId: event.metadata.correlationId })

/** Where a consumer's offsets stand after a message. */
export const placeAfter = ({ place }: Processing, { topic, partition, offset }: IncomingMessage): Place => ({
  consumer: place,
  topic,
  partition,
  offset,
})
