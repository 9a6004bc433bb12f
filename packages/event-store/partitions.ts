import type { Queryable } from '@agora/database/transaction.ts'

/** Tables that are cut by month. */
export type MonthlyTable = 'inbox'

/** Which months a table has. */
export interface PartitionPlan {
  readonly table: MonthlyTable
  readonly now: Date
  /** How long a month is kept after it has ended, in days. Longer than the bus keeps a message, or a repeated one finds no trace of the first. */
  readonly keepDays: number
}

const DAY_MS = 86_400_000
const KEEP = 'SELECT keep_monthly_partitions($1::regclass, $2::date, $3::date, $4::date)'

/**
 * Makes the months that a message may fall into, from the oldest that is kept to the next one, and detaches those that are past. Safe to run
 * in every process as often as one likes; run it at start and daily.
 */
export async function keepPartitions(database: Queryable, { table, now, keepDays }: PartitionPlan): Promise<void> {
  const oldest = new Date(now.getTime() - keepDays * DAY_MS)
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1))
  await database.query(KEEP, [table, dateOf(oldest), dateOf(next), dateOf(oldest)])
}

const dateOf = (time: Date): string => time.toISOString().slice(0, 10)
