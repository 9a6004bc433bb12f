import type { Logger } from '@agora/logger/logger.ts'

import type { Swept } from './sweep.ts'

/** How often expired carts are looked for, in milliseconds. */
export const SWEEP_EVERY_MS = 60_000

/** Sweeps in the background until stopped. */
export interface Sweeper {
  /** Waits for a round that is under way. */
  stop(): Promise<void>
}

/** Starts sweeping; a failed round is logged and the next one tries again. Rounds never overlap. */
export function startSweeper(sweep: () => Promise<Swept>, logger: Logger, everyMs: number = SWEEP_EVERY_MS): Sweeper {
  let round: Promise<void> | undefined
  const run = async (): Promise<void> => {
    try {
      const swept = await sweep()
      if (swept.carts + swept.keys + swept.contacts > 0) logger.info(swept, 'What had expired was removed')
    } catch (error) {
      logger.error({ err: error }, 'What had expired was not removed')
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
