import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { countParked, wakeUnknown, type Taken } from './processes.ts'

/** What a sweep needs. */
export interface SweepParts {
  /** Takes due orders; with `own`, those too that are this runner's without being in its hands. */
  readonly take: (only: null, limit: number, own: boolean) => Promise<readonly Taken[]>
  /** Goes on with an order, in the background. */
  readonly drive: (taken: Taken) => void
  readonly pool: pg.Pool
  readonly logger: Logger
  readonly inHand: () => number
}

/** Looks for orders that are due until stopped. */
export interface Sweep {
  /** How many orders wait for a person, as last counted. */
  readonly parked: () => number
  stop(): Promise<void>
}

/** The pause between two looks, in milliseconds: what a takeover waits at most. */
const SWEEP_EVERY_MS = 150
/** No more orders than these are taken while as many are in hand. */
const MOST_IN_HAND = 256
const MOST_AT_ONCE = 64
/** Every so many sweeps this runner's own rows are looked through, and those that wait for a person are counted. */
const THOROUGH_EVERY = 15

/** Starts sweeping; a failed round is logged and the next one tries again. */
export function startSweep({ take, drive, pool, logger, inHand }: SweepParts): Sweep {
  const stopping = new AbortController()
  const log = createFailureLog(logger, 'Checkouts that are due were not looked for')
  let parked = 0
  let rounds = 0
  const round = async (): Promise<boolean> => {
    const thorough = rounds % THOROUGH_EVERY === 0
    rounds += 1
    if (thorough) parked = await countParked(pool)
    const limit = Math.min(MOST_AT_ONCE, MOST_IN_HAND - inHand())
    if (limit <= 0) return false
    const taken = await take(null, limit, thorough)
    for (const one of taken) drive(one)
    return taken.length === limit
  }
  const sweeping = (async () => {
    await wakeUnknown(pool).catch((error: unknown) => logger.warn({ err: error }, 'Parked checkouts were not looked at'))
    while (!stopping.signal.aborted) {
      const more = await round().then(
        (answer) => {
          log.worked()
          return answer
        },
        (error: unknown) => {
          log.failed(error)
          return false
        },
      )
      if (!more) await sleep(SWEEP_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    parked: () => parked,
    async stop() {
      stopping.abort()
      await sweeping
    },
  }
}
