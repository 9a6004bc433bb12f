import type { Queryable } from './transaction.ts'

/** The time of day as a database tells it: the same for every process, and deaf to a clock of this machine that is set wrong or jumps. */
export interface ServerClock {
  now(): Date
  /** Asks the database again. Between two times the process counts by itself, by a clock that never jumps. */
  set(): Promise<void>
}

/** Asks a database for the time. */
export async function openServerClock(database: Queryable): Promise<ServerClock> {
  let offset = 0
  const set = async (): Promise<void> => {
    const { rows } = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now')
    if (rows[0] !== undefined) offset = rows[0].now.getTime() - performance.now()
  }
  await set()
  return { now: () => new Date(offset + performance.now()), set }
}
