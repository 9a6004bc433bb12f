import type { Queryable } from '@agora/database/transaction.ts'
import { keepPartitions } from '@agora/event-store/partitions.ts'

import type { BusEvent } from './handlers.ts'
import { keptFrom } from './retention.ts'

const DAY_MS = 86_400_000
const RECEIVE = `
  INSERT INTO inbox (consumer, event_id, occurred_at)
  SELECT $1, m.event_id, m.occurred_at FROM unnest($2::text[], $3::timestamptz[]) AS m(event_id, occurred_at)
  ON CONFLICT DO NOTHING RETURNING event_id`
const WATERMARK = 'SELECT watermark FROM consumer_offsets WHERE consumer = $1 AND topic = $2 AND partition = $3'
const ADVANCE = `
  INSERT INTO consumer_offsets (consumer, topic, partition, next_offset, watermark) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (consumer, topic, partition) DO UPDATE SET
    next_offset = greatest(consumer_offsets.next_offset, excluded.next_offset), watermark = greatest(consumer_offsets.watermark, excluded.watermark)`

/**
 * Marks events as done by the consumer, and answers the ids of those that were not before. Of two transactions that mark the same event, the second
 * waits for the first and then finds it done.
 */
export async function receive(client: Queryable, consumer: string, events: readonly BusEvent[]): Promise<Set<string>> {
  const values = [consumer, events.map(({ id }) => id), events.map(({ occurredAt }) => occurredAt)]
  const { rows } = await client.query<{ event_id: string }>({ name: 'inbox receive', text: RECEIVE, values })
  return new Set(rows.map((row) => row.event_id))
}

/** A consumer's place in a partition. */
export interface Place {
  /** `<group>@<identity of the bus>`: an offset means nothing on another bus. */
  readonly consumer: string
  readonly topic: string
  readonly partition: number
  readonly offset: string
}

/** The latest moment at which an event happened that the consumer has seen in a partition; null before the first. */
export async function watermarkOf(client: Queryable, { consumer, topic, partition }: Place): Promise<Date | null> {
  const values = [consumer, topic, partition]
  const { rows } = await client.query<{ watermark: Date | null }>({ name: 'inbox watermark', text: WATERMARK, values })
  return rows[0]?.watermark ?? null
}

/** Writes down that everything up to this offset is done, and how late it has become. */
export async function advance(client: Queryable, { consumer, topic, partition, offset }: Place, watermark: Date | null = null): Promise<void> {
  await client.query({ name: 'inbox advance', text: ADVANCE, values: [consumer, topic, partition, String(BigInt(offset) + 1n), watermark] })
}

/** Makes the months of the inbox that events may fall into, and detaches those past the retention. */
export async function keepInbox(client: Queryable, now: Date): Promise<void> {
  await keepPartitions(client, { table: 'inbox', now, keepDays: (now.getTime() - keptFrom(now).getTime()) / DAY_MS })
}
