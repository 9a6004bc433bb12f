import type pg from 'pg'

import { sqlState, sqlStateOf } from '@agora/database/transaction.ts'

import type { OutgoingMessage } from '../bus.ts'
import { partitionOf } from '../partitionOf.ts'
import { keptFrom, madeUntil } from '../retention.ts'
import { statements } from './statements.ts'

/** The channel on which publishers wake consumers; the payload names topics. */
export const MESSAGES_CHANNEL = 'messages'
/** As many topics as a notification's payload surely holds. */
const MAX_NAMED_TOPICS = 50

/** What a publisher is made of. */
export interface PublisherParts {
  readonly pool: pg.Pool
  readonly clock: () => Date
}

/** Makes the months that messages of today fall into, and detaches those past the retention. */
export async function keepMonths({ pool, clock }: PublisherParts): Promise<void> {
  const now = clock()
  await pool.query(statements.keepPartitions, [keptFrom(now), madeUntil(now), keptFrom(now)])
}

/** Makes the function that stores messages in one statement. It rejects when a topic does not exist, or a message is older than the retention. */
export function createPublisher(parts: PublisherParts): (messages: readonly OutgoingMessage[]) => Promise<void> {
  const { pool } = parts
  const counts = new Map<string, number>()
  const readCounts = async (): Promise<void> => {
    const { rows } = await pool.query<{ topic: string; partitions: number }>(statements.partitionsOf)
    for (const { topic, partitions } of rows) counts.set(topic, partitions)
  }
  const countOf = (topic: string): number => {
    const partitions = counts.get(topic)
    if (partitions === undefined) throw new Error(`the topic ${topic} does not exist`)
    return partitions
  }
  const wake = createWake(pool)
  return async (messages) => {
    if (messages.length === 0) return
    if (messages.some(({ topic }) => !counts.has(topic))) await readCounts()
    const columns = [
      messages.map(({ topic }) => topic),
      messages.map(({ topic, key }) => partitionOf(key, countOf(topic))),
      messages.map(({ key }) => key),
      messages.map(({ value }) => value),
      messages.map(({ createdAt }) => createdAt),
    ]
    const store = (): Promise<unknown> => pool.query({ name: 'bus publish', text: statements.publish, values: columns })
    await store().catch(async (error: unknown) => {
      // No partition for the month: it has just begun, or the messages are old.
      if (sqlStateOf(error) !== sqlState.checkViolation) throw error
      await keepMonths(parts)
      await store()
    })
    wake(messages)
  }
}

/** Tells consumers, after the commit and at most once at a time: NOTIFY within a transaction would let commits wait for each other. */
function createWake(pool: pg.Pool): (messages: readonly OutgoingMessage[]) => void {
  const topics = new Set<string>()
  let running = false
  const run = async (): Promise<void> => {
    while (topics.size > 0) {
      const named = topics.size > MAX_NAMED_TOPICS ? '' : [...topics].join(',')
      topics.clear()
      // A notification that is lost costs a consumer no more than its next poll.
      await pool.query({ name: 'bus notify', text: statements.notify, values: [MESSAGES_CHANNEL, named] }).catch(() => undefined)
    }
    running = false
  }
  return (messages) => {
    for (const { topic } of messages) topics.add(topic)
    if (running) return
    running = true
    void run()
  }
}
