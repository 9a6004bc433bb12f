import type pg from 'pg'

import { forgetOldKeys } from '@agora/idempotency/forgetOldKeys.ts'

/** How many rows one statement removes, so that no lock is held long. A cart takes its lines with it. */
const BATCH = 200
/** How many statements one round makes at most; what is left waits for the next round. */
const BATCHES_A_ROUND = 50

// Rows that somebody is changing are skipped, and the condition is asked again of each row as it is locked: a cart that was
// prolonged meanwhile stays.
const SWEEP_CARTS = `
with due as materialized (select id from carts where expires_at <= $1 order by expires_at limit $2 for update skip locked)
delete from carts c using due where c.id = due.id`

// Whom an order was for is remembered for as long as it may matter, and not a day longer.
const SWEEP_CONTACTS = `
with due as materialized (select id from order_contacts where expires_at <= $1 order by expires_at limit $2 for update skip locked)
delete from order_contacts c using due where c.id = due.id`

// What was said about one may speak of people as well.
const SWEEP_REASONS = `
with due as materialized (select order_id, id from order_reasons where expires_at <= $1 order by expires_at limit $2 for update skip locked)
delete from order_reasons r using due where r.order_id = due.order_id and r.id = due.id`

/** What a round removed. */
export interface Swept {
  readonly carts: number
  readonly keys: number
  /** Whom orders were for. */
  readonly contacts: number
  /** What was said about orders. */
  readonly reasons: number
}

/** How much a round does. */
export interface SweepOptions {
  /** @default 200 */
  readonly batch?: number
  /** @default 50 */
  readonly batches?: number
}

/** Removes expired carts, forgotten idempotency keys, expired contacts and what was said. Any number of processes may do so at once. */
export async function sweep(pool: pg.Pool, now: Date, options: SweepOptions = {}): Promise<Swept> {
  const bounds = { batch: BATCH, batches: BATCHES_A_ROUND, ...options }
  return {
    carts: await remove(pool, { statement: SWEEP_CARTS, now }, bounds),
    keys: await forgetOldKeys(pool, now, bounds),
    contacts: await remove(pool, { statement: SWEEP_CONTACTS, now }, bounds),
    reasons: await remove(pool, { statement: SWEEP_REASONS, now }, bounds),
  }
}

async function remove(
  pool: pg.Pool,
  { statement, now }: { readonly statement: string; readonly now: Date },
  { batch, batches }: Required<SweepOptions>,
): Promise<number> {
  let removed = 0
  for (let made = 0; made < batches; made += 1) {
    const { rowCount } = await pool.query(statement, [now, batch])
    removed += rowCount ?? 0
    if ((rowCount ?? 0) < batch) break
  }
  return removed
}
