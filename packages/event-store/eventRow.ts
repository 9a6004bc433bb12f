import { eventId, type EventCatalogue, type EventHeader, type EventMetadata, type Position, type StoredEvent } from './event.ts'

/** A row of `events`. */
export interface EventRow {
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly schema_version: number
  readonly data: unknown
  readonly metadata: EventMetadata
  readonly occurred_at: Date
}

/** A row with its place in the order of the whole store. */
export interface RecordedRow extends EventRow {
  readonly at_tx: string
  readonly at_position: string
}

/** An event read in the order of the whole store. */
export interface Recorded extends StoredEvent {
  readonly at: Position
  /** The version that its data was stored in. */
  readonly schemaVersion: number
  /** False when this process knows neither the type nor a way to today's shape: `data` is as it was stored. */
  readonly known: boolean
}

const header = ({ stream, version, type, metadata, occurred_at: occurredAt }: EventRow): EventHeader & { readonly type: string } => ({
  id: eventId(stream, version),
  stream,
  version,
  type,
  metadata,
  occurredAt,
})

/** An event of a type or a version that this process does not know: an older release reads what a newer one wrote. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent'
}

/** The event of a row, in today's shape. Throws UnknownEvent when there is no way to it. */
export function eventOf(catalogue: EventCatalogue, row: EventRow): StoredEvent {
  const data = catalogue.upcast(row.type, row.schema_version, row.data)
  if (data === undefined)
    throw new UnknownEvent(`${eventId(row.stream, row.version)} is ${row.type} in version ${row.schema_version}, which this process does not know`)
  return { ...header(row), data }
}

/** The event of a row with its place; what is unknown is left as it was stored. */
export function recordedOf(catalogue: EventCatalogue, row: RecordedRow): Recorded {
  const data = catalogue.upcast(row.type, row.schema_version, row.data)
  const at = { txId: row.at_tx, position: row.at_position }
  return { ...header(row), data: data ?? row.data, at, schemaVersion: row.schema_version, known: data !== undefined }
}
