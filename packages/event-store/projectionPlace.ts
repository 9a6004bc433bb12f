import type { Queryable } from '@agora/database/transaction.ts'

import type { Position } from './event.ts'
import type { Projection } from './projection.ts'

/** How a projection stands. */
export interface Place {
  /** The version of the code that fills it. */
  readonly version: number
  /** The rows that are read; 0 before it was built for the first time. */
  readonly generation: number
  /** The rows that are being built beside them, else null. */
  readonly building: number | null
  readonly failure: string | null
  /** Whether there are events that are not in the rows that are read. */
  readonly waiting: boolean
}

/** The two sets of rows that are written, each by one process at a time. */
export type Role = 'live' | 'building'

const LOCK_KEY = "hashtextextended('projection:' || $1 || ':' || $2, 0)"
const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(${LOCK_KEY}) AS mine`
const LOCK = `SELECT pg_advisory_xact_lock(${LOCK_KEY})`
const PLACE = `
  SELECT p.version, p.generation, p.building, p.failure, p.generation > 0 AND EXISTS (
    SELECT FROM events e WHERE (e.tx_id, e.position) > (coalesce(c.tx_id, '0'), coalesce(c.position, 0)) AND e.tx_id < pg_snapshot_xmin(pg_current_snapshot())
  ) AS waiting
  FROM event_projections p LEFT JOIN event_checkpoints c ON c.reader = 'projection:' || p.name || '/' || p.generation WHERE p.name = $1`
const ENSURE = `
  INSERT INTO event_projections AS known (name, version, generation, building) VALUES ($1, $2, 0, 1)
  ON CONFLICT (name) DO UPDATE SET version = excluded.version, building = greatest(known.generation, known.building) + 1
  WHERE known.version < excluded.version`
const REBUILD = 'UPDATE event_projections SET building = greatest(generation, building) + 1 WHERE name = $1'
const FINISHED = 'UPDATE event_projections SET generation = building, building = NULL, failure = NULL, failed_generation = NULL WHERE name = $1'
const FAILED = `
  UPDATE event_projections SET failure = $3, failed_generation = CASE $2 WHEN 'live' THEN generation ELSE building END WHERE name = $1`
const RECOVERED = 'UPDATE event_projections SET failure = NULL, failed_generation = NULL WHERE name = $1 AND failed_generation = $2'

const READ = 'SELECT tx_id::text AS "txId", position::text AS position FROM event_checkpoints WHERE reader = $1'
const WRITE = `
  INSERT INTO event_checkpoints (reader, tx_id, position, updated_at) VALUES ($1, $2::xid8, $3::bigint, clock_timestamp())
  ON CONFLICT (reader) DO UPDATE SET tx_id = excluded.tx_id, position = excluded.position, updated_at = excluded.updated_at`
const FORGET = `
  DELETE FROM event_checkpoints c USING event_projections p
  WHERE p.name = $1 AND starts_with(c.reader, 'projection:' || p.name || '/') AND c.reader <> 'projection:' || p.name || '/' || p.generation`

const readerOf = (name: string, generation: number): string => `projection:${name}/${generation}`

/** Takes a projection's rows for this transaction; false when another process has them. Ends with the transaction, so with the process too. */
export async function tryLockProjection(client: Queryable, name: string, role: Role): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>({ name: 'projection_try_lock', text: TRY_LOCK, values: [name, role] })
  return rows[0]?.mine === true
}

/** The same, waiting until the other is done. */
export async function lockProjection(client: Queryable, name: string, role: Role): Promise<void> {
  await client.query(LOCK, [name, role])
}

/** Writes the projection down when it is new, and begins to build it anew when its code is newer than its rows. */
export async function ensureProjection(client: Queryable, { name, version }: Projection): Promise<void> {
  await client.query(ENSURE, [name, version])
}

/** How a projection stands. Throws when it was never written down. */
export async function placeOf(client: Queryable, name: string): Promise<Place> {
  const { rows } = await client.query<Place>({ name: 'projection_place', text: PLACE, values: [name] })
  if (rows[0] === undefined) throw new Error(`The projection ${name} was never started`)
  return rows[0]
}

/** Begins to build a projection from the first event, into a new generation; one that is being built begins again. */
export async function beginRebuild(client: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await client.query(REBUILD, [name])
  return rowCount === 1
}

/** From this commit on readers see the new generation. */
export async function finishRebuild(client: Queryable, name: string): Promise<void> {
  await client.query(FINISHED, [name])
  await client.query(FORGET, [name])
}

/** Says why rows do not go on. */
export async function noteFailure(client: Queryable, { name, role, failure }: { name: string; role: Role; failure: string }): Promise<void> {
  await client.query(FAILED, [name, role, failure])
}

/** Says that rows which had stopped go on. */
export async function noteRecovery(client: Queryable, name: string, generation: number): Promise<void> {
  await client.query(RECOVERED, [name, generation])
}

/** How far a generation has come. */
export async function checkpointOf(client: Queryable, name: string, generation: number): Promise<Position> {
  const { rows } = await client.query<Position>({ name: 'checkpoint_read', text: READ, values: [readerOf(name, generation)] })
  return rows[0] ?? { txId: '0', position: '0' }
}

/** Keeps how far a generation has come, with its rows. */
export async function saveCheckpoint(client: Queryable, { name, generation, at }: { name: string; generation: number; at: Position }): Promise<void> {
  await client.query({ name: 'checkpoint_write', text: WRITE, values: [readerOf(name, generation), at.txId, at.position] })
}
