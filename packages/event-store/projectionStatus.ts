import type { Queryable } from '@agora/database/transaction.ts'

import type { Position } from './event.ts'
import { checkpointOf, placeOf } from './projectionPlace.ts'

/** No more events than this are counted. */
export const LAG_COUNTED = 100_000

/** How a projection stands, for a person. */
export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  /** FAILED: a handler threw, and it is tried again. REBUILDING: readers see the rows of before until the new ones are complete. */
  readonly state: 'RUNNING' | 'REBUILDING' | 'FAILED'
  /** What the handler threw, and at which event. */
  readonly error: string | null
  /** How far the rows have come; while it is rebuilt, those that are being built. */
  readonly position: Position
  /** Committed events that are not in those rows yet, counted to 100,000. */
  readonly lagEvents: number
  /** The age of the oldest of them; 0 when there is none. */
  readonly lagSeconds: number
}

const LAG = `
  SELECT count(*)::int AS events, coalesce(extract(epoch FROM clock_timestamp() - min(n.occurred_at)), 0)::float8 AS seconds
  FROM (SELECT e.occurred_at FROM events e WHERE (e.tx_id, e.position) > ($1::xid8, $2::bigint) ORDER BY e.tx_id, e.position LIMIT ${LAG_COUNTED}) n`

/** How a projection stands. Throws when it was never started. */
export async function statusOf(client: Queryable, name: string): Promise<ProjectionStatus> {
  const { version, generation, building, failure } = await placeOf(client, name)
  const position = await checkpointOf(client, name, building ?? generation)
  const { rows } = await client.query<{ events: number; seconds: number }>(LAG, [position.txId, position.position])
  const { events: lagEvents, seconds } = rows[0] ?? { events: 0, seconds: 0 }
  const state = failure === null ? (building === null ? 'RUNNING' : 'REBUILDING') : 'FAILED'
  return { name, version, state, error: failure, position, lagEvents, lagSeconds: Math.max(0, seconds) }
}
