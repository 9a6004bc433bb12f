import type { Logger } from '@agora/logger/logger.ts'

/** Work that is done again and again in the background. */
export interface Rounds {
  /** Waits for a round that is under way. */
  stop(): Promise<void>
}

/** Starts; a failed round is logged and the next one tries again. Rounds never overlap. */
export function startRounds(work: () => Promise<unknown>, { everyMs, logger }: { readonly everyMs: number; readonly logger: Logger }): Rounds {
  let round: Promise<void> | undefined
  const run = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      logger.error({ err: error }, 'A round in the background failed')
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
