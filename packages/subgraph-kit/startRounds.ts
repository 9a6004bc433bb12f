import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

/** Work that is done again and again in the background. */
export interface Rounds {
  /** Waits for a round that is under way. */
  stop(): Promise<void>
}

/** How rounds follow each other. */
export interface RoundsOptions {
  /** Milliseconds from one round to the next. */
  readonly everyMs: number
  readonly logger: Logger
  /** What the log says of a round that failed. @default 'A round in the background failed' */
  readonly onFailure?: string
}

/** Starts; a failed round is logged and the next one tries again. Rounds never overlap. */
export function startRounds(work: () => Promise<unknown>, options: RoundsOptions): Rounds {
  const { everyMs, logger, onFailure = 'A round in the background failed' } = options
  const log = createFailureLog(logger, onFailure)
  let round: Promise<void> | undefined
  const run = async (): Promise<void> => {
    try {
      await work()
      log.worked()
    } catch (error) {
      log.failed(error)
    }
  }
  const timer = setInterval(() => {
    round ??= run().finally(() => (round = undefined))
  }, everyMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      await round
    },
  }
}
