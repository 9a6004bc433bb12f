import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { DeadLetter, DeadLetterStatus } from './deadLetter.ts'

const COLUMNS = `id, consumer, topic, event_id as "eventId", event_type as "eventType", message, error, attempts, status, parkings,
  parked_at as "parkedAt", updated_at as "updatedAt"`

/** Which letters are wanted; null for any. */
export interface DeadLetterFilter {
  readonly status: DeadLetterStatus | null
  readonly consumer: string | null
}

/** Parked last comes first. */
export const deadLetterOrder: ListOrder<DeadLetter, readonly [string, string]> = {
  name: 'deadLetters',
  values: z.tuple([z.iso.datetime(), z.string().max(64)]),
  positionOf: ({ parkedAt, id }) => [parkedAt.toISOString(), id],
}

const WANTED = '($1::text is null or status = $1) and ($2::text is null or consumer = $2)'
const LIST = `
select ${COLUMNS} from dead_letters
 where ${WANTED} and ($3::timestamptz is null or (parked_at, id) < ($3, $4))
 order by parked_at desc, id desc limit $5`

/** One page of dead letters. */
export async function listDeadLetters(
  database: Queryable,
  { status, consumer }: DeadLetterFilter,
  page: Page<DeadLetter, readonly [string, string]>,
): Promise<DeadLetter[]> {
  const [parkedAt = null, id = null] = page.position ?? []
  const { rows } = await database.query<DeadLetter>({ name: 'deadLetters', text: LIST, values: [status, consumer, parkedAt, id, page.fetch] })
  return rows
}

/** How many there are. */
export async function countDeadLetters(database: Queryable, { status, consumer }: DeadLetterFilter): Promise<number> {
  const text = `select count(*)::int as count from dead_letters where ${WANTED}`
  const { rows } = await database.query<{ count: number }>({ name: 'deadLettersCount', text, values: [status, consumer] })
  return rows[0]?.count ?? 0
}

/** Letters by id, those that exist. */
export async function readDeadLetters(database: Queryable, ids: readonly string[]): Promise<DeadLetter[]> {
  const { rows } = await database.query<DeadLetter>({
    name: 'deadLettersById',
    text: `select ${COLUMNS} from dead_letters where id = any($1::text[])`,
    values: [ids],
  })
  return rows
}
