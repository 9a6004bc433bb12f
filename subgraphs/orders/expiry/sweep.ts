import type pg from 'pg'

import { KEY_RETENTION_MS } from '../merge/idempotency.ts'

/** How many rows one statement removes, so that no lock is held long. A cart takes its lines with it. */
const BATCH = 200
/** How many statements one round makes at most; what is left waits for the next round. */
const BATCHES_A_ROUND = 50

// Rows that somebody is changing are skipped, and the condition is asked again of each row as it is locked: a cart that was
// prolonged meanwhile stays.
const SWEEP_CARTS = `
with due as materialized (select id from carts where expires_at <= $1 order by expires_at limit $2 for update skip locked)
delete from carts c using due where c.id = due.id`

const SWEEP_KEYS = `
with due as materialized (
  select actor_sub, operation, key from idempotency_keys where created_at <= $1 order by created_at limit $2 for update skip locked)
delete from idempotency_keys k using due
 where k.actor_sub = due.actor_sub and k.operation = due.operation and k.key = due.key`

/** What a round removed. */
export interface Swept {
  readonly carts: number
  readonly keys: number
}

/** How much a round does. */
export interface SweepOptions {
  /** @default 200 */
  readonly batch?: number
  /** @default 50 */
  readonly batches?: number
}

/** Removes expired carts and forgotten idempotency keys. Any number of processes may do so at once. */
export async function sweep(pool: pg.Pool, now: Date, options: SweepOptions = {}): Promise<Swept> {
  const carts = await inBatches(pool, { statement: SWEEP_CARTS, until: now }, options)
  const keys = await inBatches(pool, { statement: SWEEP_KEYS, until: new Date(now.getTime() - KEY_RETENTION_MS) }, options)
  return { carts, keys }
}

async function inBatches(
  pool: pg.Pool,
  { statement, until }: { readonly statement: string; readonly until: Date },
  options: SweepOptions,
): Promise<number> {
  const { batch = BATCH, batches = BATCHES_A_ROUND } = options
  let removed = 0
  for (let made = 0; made < batches; made += 1) {
    const { rowCount } = await pool.query(statement, [until, batch])
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < batch) break
  }
  return removed
}
