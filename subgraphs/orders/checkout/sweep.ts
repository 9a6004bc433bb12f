import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { countParked, wakeUnknown, type Taken } from './processes.ts'

/** What a sweep needs. */
export interface SweepParts {
  /** Takes due orders, or those of these that are due; with `own`, those too that are this runner's without being in its hands. */
  readonly take: (only: readonly string[] | null, limit: number, own: boolean) => Promise<readonly Taken[]>
  /** Goes on with an order, in the background. */
  readonly drive: (taken: Taken) => void
  readonly pool: pg.Pool
  readonly logger: Logger
  readonly inHand: () => number
  /** How often this release looks at what another one could not read, in milliseconds. @default a minute */
  readonly lookAgainMs?: number | undefined
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
/** A release that has come can read what an older one parks beside it, and what it cannot read either it parks again. */
const LOOK_AGAIN_MS = 60_000

/** Starts sweeping; a failed round is logged and the next one tries again. */
export function startSweep({ take, drive, pool, logger, inHand, lookAgainMs = LOOK_AGAIN_MS }: SweepParts): Sweep {
  const stopping = new AbortController()
  const log = createFailureLog(logger, 'Checkouts that are due were not looked for')
  let parked = 0
  let rounds = 0
  const unread = createUnread({ take, pool, everyMs: lookAgainMs })
  const round = async (): Promise<boolean> => {
    const thorough = rounds % THOROUGH_EVERY === 0
    rounds += 1
    if (thorough) parked = await countParked(pool)
    const limit = Math.min(MOST_AT_ONCE, MOST_IN_HAND - inHand())
    if (limit <= 0) return false
    for (const one of await unread(limit)) drive(one)
    const taken = await take(null, limit, thorough)
    for (const one of taken) drive(one)
    return taken.length === limit
  }
  const sweeping = (async () => {
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

interface UnreadParts extends Pick<SweepParts, 'take' | 'pool'> {
  readonly everyMs: number
}

/** Takes, now and then, orders that were parked because of an event that was not known there: before whoever parked them takes them once more. */
function createUnread({ take, pool, everyMs }: UnreadParts): (limit: number) => Promise<readonly Taken[]> {
  let due = -Infinity
  return async (limit) => {
    if (performance.now() < due) return []
    const ids = await wakeUnknown(pool)
    due = performance.now() + everyMs
    return ids.length === 0 ? [] : take(ids, limit, false)
  }
}
