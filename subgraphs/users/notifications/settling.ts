import type pg from 'pg'

import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { nextAttempt } from './backoff.ts'
import { finish, postpone, type Claim, type Ending } from './outbox.ts'

/** How an attempt went: for good, or with a reason to try again. */
export type Outcome = { readonly ending: Ending } | { readonly later: string }

/** What noting outcomes needs. */
export interface SettlingOptions {
  readonly pool: pg.Pool
  readonly logger: Logger
  readonly metrics: Metrics
  readonly clock: () => Date
  /** From 0 up to 1. */
  readonly random: () => number
}

/** Notes how an attempt went; one too many has failed. */
export function createSettling({ pool, logger, metrics, clock, random }: SettlingOptions): (claim: Claim, outcome: Outcome) => Promise<void> {
  const finished = metrics.counter('notifications_finished_total', 'Messages by what became of them', ['channel', 'status'])
  const postponed = metrics.counter('notifications_postponed_total', 'Attempts that are to be repeated', ['channel'])
  return async (claim, outcome) => {
    const now = clock()
    const { id, channel, template, correlationId, attempts } = claim
    const log = logger.child({ notificationId: id, channel, template, correlationId, attempts })
    const dueAt = 'later' in outcome ? nextAttempt(attempts, now, random) : undefined
    if ('later' in outcome && dueAt !== undefined) {
      await postpone(pool, claim, { code: outcome.later, dueAt })
      postponed.inc({ channel })
      log.warn({ code: outcome.later, dueAt }, 'Message could not be handed over yet')
      return
    }
    const ending: Ending = 'later' in outcome ? { status: 'FAILED', code: outcome.later } : outcome.ending
    await finish(pool, claim, { ending, now })
    finished.inc({ channel, status: ending.status })
    log.info({ status: ending.status, code: ending.code }, 'Message was settled')
  }
}
