import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { wakeable } from '../wakeable.ts'
import { handleNext, type Holding, type HoldingParts } from './holding.ts'
import { statements } from './statements.ts'

/** Messages are looked for so often although nobody called. */
const POLL_MS = 500
/** Batches of so many partitions are handled at the same time. */
const CONCURRENCY = 4
const STOP_GRACE_MS = 5000

/** What the reading side of a subscription is made of. */
export interface ReadingParts extends Omit<HoldingParts, 'onRejected'> {
  /** What the member holds now; the membership puts in and takes out. */
  readonly holdings: Map<string, Holding>
  /** A partition that is another's turn has no batch in hand any more. */
  readonly onFree: () => void
  readonly logger: Logger
}

/** Reads what the member holds. */
export interface Reading {
  wake(): void
  /** Ends when the batches in hand have; after 5 s they are aborted. */
  stop(): Promise<void>
}

/** Starts to read: whatever holding lies behind the head of its partition has its next batch handled, and takes its place at the end of the line. */
export function startReading({ holdings, onFree, logger, ...rest }: ReadingParts): Reading {
  const inHand = new Set<Promise<void>>()
  const log = createFailureLog(logger, 'The bus could not be read')
  const onRejected: HoldingParts['onRejected'] = ({ topic, partition, position }, err, pauseMs) => {
    logger.warn({ err, topic, partition, offset: String(position) }, 'A batch was rejected and comes again')
    setTimeout(() => loop.wake(), pauseMs).unref()
  }
  const take = (holding: Holding, head: bigint): void => {
    holding.busy = true
    const work = handleNext({ ...rest, onRejected }, holding, head)
      .catch(log.failed)
      .finally(() => {
        holding.busy = false
        inHand.delete(work)
        if (holding.leaving) onFree()
        loop.wake()
      })
    inHand.add(work)
  }
  const run = async (): Promise<void> => {
    if (inHand.size >= CONCURRENCY || ![...holdings.values()].some(isReady)) return
    const heads = await readHeads(rest)
    log.worked()
    for (const [key, holding] of behindHeads(holdings, heads).slice(0, CONCURRENCY - inHand.size)) {
      holdings.delete(key)
      holdings.set(key, holding)
      take(holding, heads.get(key) ?? 0n)
    }
  }
  const loop = wakeable({ everyMs: POLL_MS, run, onError: log.failed })
  return {
    wake: loop.wake,
    stop: async () => {
      const abort = setTimeout(() => holdings.forEach(({ lost }) => lost.abort()), STOP_GRACE_MS)
      await loop.stop()
      await Promise.all(inHand)
      clearTimeout(abort)
    },
  }
}

const isReady = ({ busy, leaving, pausedUntil, lost }: Holding): boolean =>
  !busy && !leaving && pausedUntil <= performance.now() && !lost.signal.aborted

const behindHeads = (holdings: ReadingParts['holdings'], heads: ReadonlyMap<string, bigint>): [string, Holding][] =>
  [...holdings].filter(([key, holding]) => isReady(holding) && holding.position < (heads.get(key) ?? 0n))

async function readHeads({ pool, options }: Pick<HoldingParts, 'pool' | 'options'>): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await pool.query<{ topic: string; partition: number; head: string }>({
    name: 'bus heads',
    text: statements.heads,
    values: [options.topics],
  })
  return new Map(rows.map(({ topic, partition, head }) => [`${topic}/${partition}`, BigInt(head)]))
}
