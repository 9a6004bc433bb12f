import type pg from 'pg'

import type { Logger } from '@agora/logger/logger.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const EVERY_MS = 10 * 60 * 1000
/** At most so many rows a statement: a sweep never holds locks for long. */
const BATCH = 1000

/** What is of no use any more, and for how many days it is kept although it is not. */
const LEFTOVERS: readonly { readonly table: string; readonly key: string; readonly column: string; readonly days: number }[] = [
  // With a session go its refresh tokens. Ended ones wait for their own end: until then a stolen token is still known as one.
  { table: 'sessions', key: 'id', column: 'expires_at', days: 1 },
  { table: 'email_tokens', key: 'hash', column: 'expires_at', days: 1 },
  { table: 'sign_in_throttles', key: 'key', column: 'last_attempt_at', days: 2 },
  { table: 'notifications', key: 'id', column: 'created_at', days: 30 },
]

/** Removes leftovers once; answers how many rows. */
export async function sweep(pool: pg.Pool, now: Date): Promise<number> {
  let removed = 0
  for (const { table, key, column, days } of LEFTOVERS) {
    const text = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${column} < $1 LIMIT ${BATCH})`
    const { rowCount } = await pool.query(text, [new Date(now.getTime() - days * DAY_MS)])
    removed += rowCount ?? 0
  }
  return removed
}

/** Sweeps now and then until it is stopped. Several replicas do each other no harm. */
export function startSweeping(pool: pg.Pool, { clock, logger }: { readonly clock: () => Date; readonly logger: Logger }): () => void {
  const timer = setInterval(() => {
    sweep(pool, clock()).then(
      (removed) => removed > 0 && logger.info({ removed }, 'Leftovers were removed'),
      (error: unknown) => logger.warn({ err: error }, 'Leftovers could not be removed'),
    )
  }, EVERY_MS).unref()
  return () => clearInterval(timer)
}
