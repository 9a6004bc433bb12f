import type { Queryable } from '@agora/database/transaction.ts'

import { KEY_RETENTION_MS } from './keyedRequest.ts'

// Rows that somebody is changing are skipped, and no lock is held long.
const SWEEP = `
  WITH due AS MATERIALIZED (
    SELECT actor_sub, operation, key FROM idempotency_keys WHERE created_at <= $1 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  DELETE FROM idempotency_keys k USING due WHERE k.actor_sub = due.actor_sub AND k.operation = due.operation AND k.key = due.key`

/** How much one round forgets. */
export interface ForgetOptions {
  /** Rows a statement. @default 200 */
  readonly batch?: number
  /** Statements; what is left waits for the next round. @default 50 */
  readonly batches?: number
}

/** Forgets keys whose time is over, and answers how many. Any number of processes may do so at once; run it now and then. */
export async function forgetOldKeys(database: Queryable, now: Date, { batch = 200, batches = 50 }: ForgetOptions = {}): Promise<number> {
  const until = new Date(now.getTime() - KEY_RETENTION_MS)
  let forgotten = 0
  for (let made = 0; made < batches; made += 1) {
    const { rowCount } = await database.query(SWEEP, [until, batch])
    forgotten += rowCount ?? 0
    if ((rowCount ?? 0) < batch) break
  }
  return forgotten
}
