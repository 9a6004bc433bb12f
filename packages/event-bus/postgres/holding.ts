import type pg from 'pg'

import type { Batch, IncomingMessage, SubscriptionOptions } from '../bus.ts'
import { retryDelay } from '../retry.ts'
import { statements } from './statements.ts'

/** A partition that this member holds, and how far it has read. */
export interface Holding {
  readonly topic: string
  readonly partition: number
  readonly generation: string
  position: bigint
  failures: number
  /** A batch is in hand. */
  busy: boolean
  /** Nothing is read before this moment, in milliseconds of `performance.now()`. */
  pausedUntil: number
  /** It is another's turn: after the batch in hand the partition is given back. */
  leaving: boolean
  readonly lost: AbortController
}

/** What reading a holding needs. */
export interface HoldingParts {
  readonly pool: pg.Pool
  readonly member: string
  readonly options: SubscriptionOptions
  /** Told of a rejected batch and how long it waits before it comes again. */
  readonly onRejected: (holding: Holding, error: unknown, pauseMs: number) => void
}

interface Row {
  readonly offset: string
  readonly key: string
  readonly value: string
  readonly createdAt: Date
}

/** Reads, hands over and commits the next batch below `head`. After a rejection the holding pauses; then the batch comes again. */
export async function handleNext(parts: HoldingParts, holding: Holding, head: bigint): Promise<void> {
  const { topic, partition, lost } = holding
  const { handle, maxBatch = 500 } = parts.options
  const { rows } = await parts.pool.query<Row>({
    name: 'bus read',
    text: statements.read,
    values: [topic, partition, String(holding.position), String(head), maxBatch],
  })
  const messages = rows.map((row): IncomingMessage => ({ topic, partition, ...row }))
  const batch: Batch = { topic, partition, messages, signal: lost.signal, heartbeat: async () => {} }
  if (messages.length > 0) {
    try {
      await handle(batch)
      holding.failures = 0
    } catch (error) {
      if (lost.signal.aborted) return
      holding.failures += 1
      const pause = retryDelay(holding.failures)
      holding.pausedUntil = performance.now() + pause
      return parts.onRejected(holding, error, pause)
    }
  }
  // Months that were detached leave a gap that nothing will fill.
  const last = messages.length < maxBatch ? head - 1n : BigInt(messages.at(-1)?.offset ?? head - 1n)
  await commit(parts, holding, last + 1n)
}

async function commit({ pool, member, options }: HoldingParts, holding: Holding, next: bigint): Promise<void> {
  const { topic, partition, generation, lost } = holding
  if (lost.signal.aborted) return
  const values = [options.group, topic, partition, member, generation, String(next)]
  const { rowCount } = await pool.query({ name: 'bus commit', text: statements.commit, values })
  if (rowCount === 1) holding.position = next
  else lost.abort()
}
