import type { Logger } from '@agora/logger/logger.ts'

import { isDatabaseFailure, reasonOf } from './outage.ts'

/** Tells of work that is tried again and again: when it begins to fail, and when it succeeds again, however often it was tried in between. */
export interface FailureLog {
  /** Tells of the failure, unless it is like the one that was told in the last minute. Those of the database are all alike and come without a stack. */
  failed(error: unknown): void
  /** Tells that it works again, if it did not. */
  worked(): void
}

/** A failure that stays is told again after so long, in milliseconds. */
const REMIND_MS = 60_000

/**
 * Makes the log of one kind of work.
 * @param what the sentence that says what did not happen
 * @param clock milliseconds that never go back
 */
export function createFailureLog(logger: Logger, what: string, clock: () => number = () => performance.now()): FailureLog {
  let last: { readonly like: string; readonly at: number } | undefined
  let failures = 0
  return {
    failed(error) {
      failures += 1
      const ofDatabase = isDatabaseFailure(error)
      const like = ofDatabase ? 'the database' : reasonOf(error)
      if (last?.like === like && clock() - last.at < REMIND_MS) return
      last = { like, at: clock() }
      logger.warn(ofDatabase ? { reason: reasonOf(error) } : { err: error }, what)
    },
    worked() {
      if (failures > 0) logger.info({ failures, failed: what }, 'It works again')
      failures = 0
      last = undefined
    },
  }
}
