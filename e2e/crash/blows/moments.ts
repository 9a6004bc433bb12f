import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import type { Moment } from './blow.ts'

/** Watches the databases for the moment of a blow. */
export interface Watch {
  /** Resolves with true as soon as the moment has come, with false when it did not come in time. */
  until(moment: Moment): Promise<boolean>
}

/** Databases that are watched, by their owner. */
export interface Watched {
  readonly orders: pg.Pool
  readonly payments: pg.Pool
  readonly products: pg.Pool
}

const LOOK_EVERY_MS = 4
/** A step that nobody takes is struck at all the same, at whatever is under way then. */
const PATIENCE_MS = 4000

const NEWEST = 'SELECT coalesce(max(position), 0)::text AS newest FROM events'
const HAPPENED = 'SELECT 1 FROM events WHERE position > $1 AND type = $2 LIMIT 1'
const ANSWERED = `SELECT 1 FROM participant_inbox WHERE created_at > $1 AND key LIKE $2 LIMIT 1`

/** Opens a watch. */
export function createWatch({ orders, payments, products }: Watched): Watch {
  const lookUntil = async (look: () => Promise<boolean>): Promise<boolean> => {
    const deadline = performance.now() + PATIENCE_MS
    while (performance.now() < deadline) {
      if (await look().catch(() => false)) return true
      await sleep(LOOK_EVERY_MS)
    }
    return false
  }
  const event = async (pool: pg.Pool, type: string): Promise<boolean> => {
    const newest = await pool.query<{ newest: string }>(NEWEST).then(
      ({ rows }) => rows[0]?.newest ?? '0',
      () => undefined,
    )
    if (newest === undefined) return false
    return lookUntil(async () => (await pool.query(HAPPENED, [newest, type])).rowCount === 1)
  }
  return {
    async until(moment) {
      if (moment.kind === 'after') return sleep(moment.ms, true)
      if (moment.kind === 'event') return event(moment.domain === 'orders' ? orders : payments, moment.type)
      const since = new Date()
      return lookUntil(async () => (await products.query(ANSWERED, [since, `%:${moment.step}%`])).rowCount === 1)
    },
  }
}
