import type { Queryable } from '@agora/database/transaction.ts'

import { fold, type Evolution } from './decider.ts'
import type { EventMetadata, NewEvent } from './event.ts'
import type { EventStore, ReadRange } from './eventStore.ts'
import { findSnapshots, saveSnapshots, type SnapshotFormat } from './snapshots.ts'

/** A state is kept each time its stream has grown by so many events. */
export const SNAPSHOT_EVERY = 10

/** A state and the version of the stream that it belongs to; 0 when nothing has happened yet. */
export interface Loaded<State> {
  readonly state: State
  readonly version: number
}

/** What is to happen to a stream that was loaded before. */
export interface Change<State, Event extends NewEvent> {
  readonly stream: string
  readonly loaded: Loaded<State>
  readonly events: readonly Event[]
  /** Instead of that of the whole call. */
  readonly metadata?: EventMetadata
}

/** Event-sourced things of one kind: their states are rebuilt from events, and only from events. */
export interface Aggregate<State, Event extends NewEvent> {
  /** The state of today; with `upTo` or `until` the state that it was at that version or time. */
  load(client: Queryable, stream: string, at?: Pick<ReadRange, 'upTo' | 'until'>): Promise<Loaded<State>>
  /** The states of several streams, read together. */
  loadMany(client: Queryable, streams: readonly string[]): Promise<Map<string, Loaded<State>>>
  /** Stores what happened, all of it by one statement, and the snapshots that are due by another; answers the new states. Throws VersionConflict. */
  append(client: Queryable, changes: readonly Change<State, Event>[], metadata: EventMetadata): Promise<Loaded<State>[]>
}

/** What a kind of aggregate is made of. */
export interface AggregateOptions<State, Event extends NewEvent> {
  readonly store: EventStore<Event>
  readonly evolution: Evolution<State, Event>
  /** How states are kept, so that a long stream need not be read from its beginning. @default never: streams of this kind stay short */
  readonly snapshots?: SnapshotFormat<State>
}

const crossed = (before: number, after: number): boolean => Math.floor(after / SNAPSHOT_EVERY) > Math.floor(before / SNAPSHOT_EVERY)

/** Defines a kind of event-sourced thing. */
export function createAggregate<State, Event extends NewEvent>({
  store,
  evolution,
  snapshots,
}: AggregateOptions<State, Event>): Aggregate<State, Event> {
  const nothing: Loaded<State> = { state: evolution.initial, version: 0 }
  const after = ({ state, version }: Loaded<State>, events: readonly Event[]): Loaded<State> => ({
    state: fold({ ...evolution, initial: state }, events),
    version: version + events.length,
  })
  const kept = async (client: Queryable, streams: readonly string[], upTo?: number): Promise<Map<string, Loaded<State>>> =>
    snapshots === undefined ? new Map() : findSnapshots(client, snapshots, { streams, upTo })
  return {
    async load(client, stream, at = {}) {
      // A snapshot does not know when its events happened.
      const from = at.until === undefined ? ((await kept(client, [stream], at.upTo)).get(stream) ?? nothing) : nothing
      return after(from, await store.read(client, stream, { ...at, after: from.version }))
    },
    async loadMany(client, streams) {
      const from = await kept(client, streams)
      const found = await store.readMany(client, streams, new Map([...from].map(([stream, { version }]) => [stream, version])))
      return new Map([...found].map(([stream, events]) => [stream, after(from.get(stream) ?? nothing, events)]))
    },
    async append(client, changes, metadata) {
      const appends = changes.map(({ loaded, ...append }) => ({ ...append, expectedVersion: loaded.version }))
      await store.append(client, appends, metadata)
      const reached = changes.map(({ loaded, events }) => after(loaded, events))
      const due = changes.flatMap(({ stream, loaded }, index) => {
        const now = reached[index] ?? loaded
        return crossed(loaded.version, now.version) ? [{ stream, ...now }] : []
      })
      if (snapshots !== undefined && due.length > 0) await saveSnapshots(client, snapshots, due)
      return reached
    },
  }
}
