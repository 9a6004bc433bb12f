import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

/** Orders that were in the hands of a process when it was struck. */
export interface Orphans {
  readonly owner: string
  readonly orderIds: readonly string[]
}

const RUNNERS = 'SELECT DISTINCT owner FROM checkout_runners WHERE owner LIKE $1'
const IN_HAND = 'SELECT order_id AS id FROM checkout_processes WHERE owner = $1'
const LEFT = 'SELECT count(*)::int AS left FROM checkout_processes WHERE owner = $1 AND order_id = ANY($2)'
const LOOK_EVERY_MS = 8

const BUSIEST = `
  SELECT split_part(owner, '.', 1)::int AS pid FROM checkout_processes WHERE owner IS NOT NULL AND next_at <= now() GROUP BY owner ORDER BY count(*) DESC LIMIT 1`

/** The process that has most orders in hand. */
export async function busiestOwner(orders: pg.Pool): Promise<number | undefined> {
  const { rows } = await orders.query<{ pid: number }>(BUSIEST)
  return rows[0]?.pid
}

/** The name under which a process owns orders: it begins with its process id. */
export async function ownerOf(orders: pg.Pool, pid: number): Promise<string | undefined> {
  const { rows } = await orders.query<{ owner: string }>(RUNNERS, [`${pid}.%`])
  return rows[0]?.owner
}

/** What an owner has in hand now. */
export async function inHandOf(orders: pg.Pool, owner: string): Promise<Orphans> {
  const { rows } = await orders.query<{ id: string }>(IN_HAND, [owner])
  return { owner, orderIds: rows.map(({ id }) => id) }
}

/** Milliseconds until nothing of it is in those hands any more; undefined when there was nothing, or when it took longer than `withinMs`. */
export async function takenOverAfter(orders: pg.Pool, { owner, orderIds }: Orphans, withinMs: number): Promise<number | undefined> {
  if (orderIds.length === 0) return undefined
  const begun = performance.now()
  while (performance.now() - begun < withinMs) {
    const left = await orders.query<{ left: number }>(LEFT, [owner, orderIds]).then(
      ({ rows }) => rows[0]?.left,
      () => undefined,
    )
    if (left === 0) return performance.now() - begun
    await sleep(LOOK_EVERY_MS)
  }
  return undefined
}
