import type { Queryable } from '@agora/database/transaction.ts'

/** How a state is kept as JSON. */
export interface SnapshotFormat<State> {
  /** Raise it whenever `evolve` or the state's shape changes: older snapshots are then ignored, and written anew in time. */
  readonly stateVersion: number
  /** What JSON can carry; leave it out for a state that it carries as it is. */
  readonly write?: (state: State) => unknown
  /** The state of what was written. */
  readonly read: (stored: unknown) => State
}

interface SnapshotRow {
  readonly stream: string
  readonly version: number
  readonly state: unknown
}

const FIND = 'SELECT stream, version, state FROM event_snapshots WHERE stream = ANY($1) AND state_version = $2 AND version <= $3'
// Two writers of one stream cannot both come this far; a late one never replaces a newer state of the same form.
const SAVE = `
  INSERT INTO event_snapshots AS kept (stream, version, state_version, state)
  SELECT n.stream, n.version, $3::smallint, n.state FROM unnest($1::text[], $2::int[], $4::jsonb[]) AS n(stream, version, state)
  ON CONFLICT (stream) DO UPDATE SET version = excluded.version, state_version = excluded.state_version, state = excluded.state
  WHERE kept.version < excluded.version OR kept.state_version <> excluded.state_version`

/** The states kept of these streams, none newer than `upTo`. */
export async function findSnapshots<State>(
  client: Queryable,
  { stateVersion, read }: SnapshotFormat<State>,
  { streams, upTo = 2_147_483_647 }: { readonly streams: readonly string[]; readonly upTo?: number | undefined },
): Promise<Map<string, { readonly state: State; readonly version: number }>> {
  const { rows } = await client.query<SnapshotRow>({ name: 'event_snapshots_find', text: FIND, values: [streams, stateVersion, upTo] })
  return new Map(rows.map(({ stream, version, state }) => [stream, { version, state: read(state) }]))
}

/** Keeps states in the transaction that made them. */
export async function saveSnapshots<State>(
  client: Queryable,
  { stateVersion, write = (state) => state }: SnapshotFormat<State>,
  states: readonly { readonly stream: string; readonly version: number; readonly state: State }[],
): Promise<void> {
  const values = [
    states.map(({ stream }) => stream),
    states.map(({ version }) => version),
    stateVersion,
    states.map(({ state }) => JSON.stringify(write(state))),
  ]
  await client.query({ name: 'event_snapshots_save', text: SAVE, values })
}
