import type { Logger } from '@agora/logger/logger.ts'
import { startRounds, type Rounds } from '@agora/subgraph-kit/startRounds.ts'

import type { Swept } from './sweep.ts'

/** How often expired carts are looked for, in milliseconds. */
export const SWEEP_EVERY_MS = 60_000

/** Sweeps in the background until stopped; says what was removed. */
export function startSweeper(sweep: () => Promise<Swept>, logger: Logger, everyMs: number = SWEEP_EVERY_MS): Rounds {
  const round = async (): Promise<void> => {
    const swept = await sweep()
    if (Object.values(swept).some((removed) => removed > 0)) logger.info(swept, 'What had expired was removed')
  }
  return startRounds(round, { everyMs, logger, onFailure: 'What had expired was not removed' })
}
