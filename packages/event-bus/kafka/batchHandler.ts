import type { EachBatchHandler, EachBatchPayload, KafkaMessage } from 'kafkajs'

import type { Logger } from '@agora/logger/logger.ts'

import type { IncomingMessage, SubscriptionOptions } from '../bus.ts'
import { retryDelay } from '../retry.ts'

/** Hands what was fetched to the subscriber. */
export interface BatchHandler {
  readonly eachBatch: EachBatchHandler
  /** Aborts what is in hand. */
  readonly abort: () => void
}

/** Makes the handler: it commits only behind a batch that was handled, beats while one is in hand, and pauses a partition whose batch was rejected. */
export function batchHandler({ handle, maxBatch = 500, sessionTimeoutMs = 10_000 }: SubscriptionOptions, logger: Logger): BatchHandler {
  const inHand = new Set<AbortController>()
  const failures = new Map<string, number>()

  const reject = (payload: EachBatchPayload, offset: string, error: unknown): void => pauseAfter(payload, { offset, error, failures, logger })
  const handleAll = async (payload: EachBatchPayload, lost: AbortController): Promise<void> => {
    const { batch, heartbeat, isRunning, isStale, resolveOffset, commitOffsetsIfNecessary } = payload
    const { topic, partition } = batch
    for (let from = 0; from < batch.messages.length; from += maxBatch) {
      if (!isRunning() || isStale() || lost.signal.aborted) return
      const messages = batch.messages.slice(from, from + maxBatch).map((message) => incoming(topic, partition, message))
      const last = messages.at(-1)?.offset ?? ''
      try {
        await handle({ topic, partition, messages, signal: lost.signal, heartbeat })
      } catch (error) {
        return lost.signal.aborted ? undefined : reject(payload, messages[0]?.offset ?? last, error)
      }
      if (lost.signal.aborted) return
      failures.delete(`${topic}/${partition}`)
      resolveOffset(last)
      // The broker refuses the commit of a member whose generation is over; the refusal makes the library join again.
      await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: String(BigInt(last) + 1n) }] }] })
    }
  }
  return {
    abort: () => inHand.forEach((lost) => lost.abort()),
    eachBatch: async (payload) => {
      const lost = new AbortController()
      inHand.add(lost)
      const beat = setInterval(() => void payload.heartbeat().catch(() => lost.abort()), sessionTimeoutMs / 5)
      try {
        await handleAll(payload, lost)
      } finally {
        clearInterval(beat)
        inHand.delete(lost)
      }
    },
  }
}

const incoming = (topic: string, partition: number, { key, value, offset, timestamp }: KafkaMessage): IncomingMessage => ({
  topic,
  partition,
  offset,
  key: key?.toString() ?? '',
  value: value?.toString() ?? '',
  createdAt: new Date(Number(timestamp)),
})

interface Rejection {
  readonly offset: string
  readonly error: unknown
  /** How often in a row, by partition. */
  readonly failures: Map<string, number>
  readonly logger: Logger
}

function pauseAfter({ batch: { topic, partition }, pause }: EachBatchPayload, { offset, error, failures, logger }: Rejection): void {
  const count = (failures.get(`${topic}/${partition}`) ?? 0) + 1
  failures.set(`${topic}/${partition}`, count)
  logger.warn({ err: error, topic, partition, offset }, 'A batch was rejected and comes again')
  setTimeout(pause(), retryDelay(count)).unref()
}
