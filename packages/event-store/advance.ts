import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'

import type { Recorded } from './eventRow.ts'
import type { EventStore } from './eventStore.ts'
import type { Projection } from './projection.ts'
import { checkpointOf, finishRebuild, lockProjection, noteRecovery, placeOf, saveCheckpoint, tryLockProjection } from './projectionPlace.ts'

/** What one turn came to. */
export interface Turn {
  /** Whether there is more to do at once. */
  readonly more: boolean
  /** When the last event happened that is in the rows, if there are later ones; null when there are none, or another process does the work. */
  readonly behindSince: Date | null
}

/** What a turn needs. */
export interface AdvanceParts {
  readonly pool: pg.Pool
  readonly store: EventStore
  /** Events a transaction. */
  readonly batch: number
  /** Told of each type that this process does not know. */
  readonly onUnknown: (type: string) => void
}

const NOTHING: Turn = { more: false, behindSince: null }

/**
 * Brings the rows that are read forward by a batch, with their checkpoint in one transaction. Does nothing while another process does it, and
 * nothing where newer code than ours fills them.
 */
export async function advanceLive(parts: AdvanceParts, projection: Projection): Promise<Turn> {
  const seen = await placeOf(parts.pool, projection.name)
  if (!seen.waiting && seen.failure === null) return NOTHING
  return inTransaction(parts.pool, async (client) => {
    if (!(await tryLockProjection(client, projection.name, 'live'))) return NOTHING
    const { version, generation, failure } = await placeOf(client, projection.name)
    if (version > projection.version || generation === 0) return NOTHING
    const events = await applyPage(client, parts, { projection, generation })
    if (failure !== null) await noteRecovery(client, projection.name, generation)
    const more = events.length === parts.batch
    return { more, behindSince: more ? (events.at(-1)?.occurredAt ?? null) : null }
  })
}

/** Brings the rows that are being built forward by a batch; once they have come as far as those that are read, readers get them instead. */
export async function advanceBuilding(parts: AdvanceParts, projection: Projection): Promise<Turn & { readonly finished: boolean }> {
  const nothing = { ...NOTHING, finished: false }
  const seen = await placeOf(parts.pool, projection.name)
  if (seen.building === null) return nothing
  return inTransaction(parts.pool, async (client) => {
    if (!(await tryLockProjection(client, projection.name, 'building'))) return nothing
    const { version, building: generation, failure } = await placeOf(client, projection.name)
    if (version > projection.version || generation === null) return nothing
    const events = await applyPage(client, parts, { projection, generation })
    if (failure !== null) await noteRecovery(client, projection.name, generation)
    if (events.length === parts.batch) return { more: true, behindSince: events.at(-1)?.occurredAt ?? null, finished: false }
    // Nobody may be ahead of what readers get next: the rows that are read stand still from here to the commit.
    await lockProjection(client, projection.name, 'live')
    while ((await applyPage(client, parts, { projection, generation })).length > 0);
    await finishRebuild(client, projection.name)
    return { ...NOTHING, finished: true }
  })
}

interface Target {
  readonly projection: Projection
  readonly generation: number
}

async function applyPage(
  client: Queryable,
  { store, batch, onUnknown }: AdvanceParts,
  { projection, generation }: Target,
): Promise<readonly Recorded[]> {
  const { name, types } = projection
  const { events, end } = await store.readAfter(client, await checkpointOf(client, name, generation), batch)
  if (events.length === 0) return events
  for (const { known, type } of events) if (!known) onUnknown(type)
  const handled = events.filter(({ known, type }) => known && types.has(type))
  if (handled.length > 0) await projection.apply(client, handled, generation)
  await saveCheckpoint(client, { name, generation, at: end })
  return events
}
