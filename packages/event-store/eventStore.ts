import type { Queryable } from '@agora/database/transaction.ts'

import { appendStatement, type AppendStatement } from './appendStatement.ts'
import type { EventCatalogue, EventMetadata, NewEvent, Position, StoredEvent } from './event.ts'
import { eventOf, recordedOf, type EventRow, type Recorded, type RecordedRow } from './eventRow.ts'
import { columnsOf, type StreamAppend } from './streamAppend.ts'
import { conflictOf } from './versionConflict.ts'

/** Which part of a stream is read. */
export interface ReadRange {
  /** Events after this version. @default 0 */
  readonly after?: number
  /** Events up to this version. */
  readonly upTo?: number
  /** Events that had happened by then. */
  readonly until?: Date
  /** At most so many, the oldest first. */
  readonly limit?: number
}

/** A page of the whole store, in its order. */
export interface Page {
  readonly events: readonly Recorded[]
  /** Where the next page begins: that of the last event, or the one asked for when there was none. */
  readonly end: Position
}

/** The events of one database. `Event` is the union of those that this process writes. */
export interface EventStore<Event extends NewEvent = NewEvent> {
  readonly catalogue: EventCatalogue
  /**
   * Stores all events of all streams by one statement of the caller's transaction; in the order of the whole store they follow each other as
   * given here. Throws VersionConflict when a stream is not at its expected version: nothing is stored then, and the transaction must be rolled
   * back. Throws for data that the catalogue does not allow.
   */
  append(client: Queryable, appends: readonly StreamAppend<Event>[], metadata: EventMetadata): Promise<void>
  /**
   * The same, with all else that belongs to these events written by the one statement: where nothing has to be read between, it is a transaction by
   * itself, one way to the server and back instead of one for each statement, for BEGIN and for COMMIT. It is sent even when there are no events.
   */
  appendWith(client: Queryable, appends: readonly StreamAppend<Event>[], beside: AppendBeside): Promise<void>
  /** A stream's events, oldest first. Throws for an event that this process does not know: a state without it would be wrong. */
  read(client: Queryable, stream: string, range?: ReadRange): Promise<StoredEvent<Event>[]>
  /** Several streams by one statement, each after its version of `after`, else from its beginning; a stream without events has an empty list. */
  readMany(client: Queryable, streams: readonly string[], after?: ReadonlyMap<string, number>): Promise<Map<string, StoredEvent<Event>[]>>
  /** What follows a position in the order of the whole store, of every type, without gaps: nothing will ever appear before what was read. */
  readAfter(client: Queryable, position: Position, limit: number): Promise<Page>
}

/** What is written by the same statement as the events. */
export interface AppendBeside {
  readonly statement: AppendStatement
  /** Of the parts' parameters. */
  readonly values: readonly unknown[]
  readonly metadata: EventMetadata
}

/** The position before the first event. */
export const BEGINNING: Position = { txId: '0', position: '0' }

const COLUMNS = 'e.stream, e.version, e.type, e.schema_version, e.data, e.metadata, e.occurred_at'
// Until a moment: up to the first event after it, because a clock may have been put back, and a stream with a gap tells nonsense.
const READ = `
  SELECT ${COLUMNS} FROM events e
  WHERE e.stream = $1 AND e.version > $2 AND e.version <= $3 AND ($4::timestamptz IS NULL OR e.version < coalesce(
    (SELECT min(l.version) FROM events l WHERE l.stream = $1 AND l.occurred_at > $4), 2147483648))
  ORDER BY e.version LIMIT $5`
const READ_MANY = `
  SELECT ${COLUMNS} FROM unnest($1::text[], $2::int[]) AS n(stream, after) JOIN events e ON e.stream = n.stream AND e.version > n.after
  ORDER BY e.stream, e.version`
// Sorted by the column, never by the text that is selected under its name.
const READ_AFTER = `
  SELECT ${COLUMNS}, e.tx_id::text AS at_tx, e.position::text AS at_position FROM events e
  WHERE (e.tx_id, e.position) > ($1::xid8, $2::bigint) AND e.tx_id < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY e.tx_id, e.position LIMIT $3`

const eventsAlone = appendStatement({ name: 'events_append' })
const LAST_VERSION = 2_147_483_647

/** What a store is made of. */
export interface EventStoreOptions {
  readonly catalogue: EventCatalogue
  /** When events happen. @default the clock of the database, the same for every process */
  readonly clock?: () => Date
}

/** Makes the store of a process; it keeps nothing, every call names its transaction. */
export function createEventStore<Event extends NewEvent = NewEvent>({ catalogue, clock }: EventStoreOptions): EventStore<Event> {
  const insert = async (client: Queryable, appends: readonly StreamAppend[], { statement, values, metadata }: AppendBeside): Promise<void> => {
    const { streams, bases, steps, types, schemaVersions, data, metadata: causes } = columnsOf(catalogue, appends, metadata)
    const own = [streams, bases, steps, types, schemaVersions, data, causes, clock?.() ?? null]
    await client.query({ ...statement, values: [...own, ...values] }).catch((error: unknown) => {
      throw conflictOf(error)
    })
  }
  const store: EventStore = {
    catalogue,
    async append(client, appends, metadata) {
      if (appends.some(({ events }) => events.length > 0)) await insert(client, appends, { statement: eventsAlone, values: [], metadata })
    },
    appendWith: insert,
    async read(client, stream, { after = 0, upTo = LAST_VERSION, until, limit } = {}) {
      const values = [stream, after, upTo, until ?? null, limit ?? null]
      const { rows } = await client.query<EventRow>({ name: 'events_read', text: READ, values })
      return rows.map((row) => eventOf(catalogue, row))
    },
    async readMany(client, streams, after) {
      const distinct = [...new Set(streams)]
      const values = [distinct, distinct.map((stream) => after?.get(stream) ?? 0)]
      const { rows } = await client.query<EventRow>({ name: 'events_read_many', text: READ_MANY, values })
      const found = new Map(streams.map((stream) => [stream, [] as StoredEvent[]]))
      for (const row of rows) found.get(row.stream)?.push(eventOf(catalogue, row))
      return found
    },
    async readAfter(client, position, limit) {
      const values = [position.txId, position.position, limit]
      const { rows } = await client.query<RecordedRow>({ name: 'events_read_after', text: READ_AFTER, values })
      const events = rows.map((row) => recordedOf(catalogue, row))
      return { events, end: events.at(-1)?.at ?? position }
    },
  }
  return store as EventStore<Event>
}
