import type { EventCatalogue, EventMetadata, NewEvent } from './event.ts'
import { VersionConflict } from './versionConflict.ts'

/** What is to be added to one stream. */
export interface StreamAppend<Event extends NewEvent = NewEvent> {
  readonly stream: string
  /**
   * The version that the stream has: 0 when it must not exist yet. `any` adds after whatever is there: only for a stream whose entity's row
   * the transaction has locked, because two that add without a lock can meet and one of them fails.
   */
  readonly expectedVersion: number | 'any'
  readonly events: readonly Event[]
  /** Instead of that of the whole call: where several requests are committed together. */
  readonly metadata?: EventMetadata
}

/** The columns of the one statement that stores everything. */
export interface AppendColumns {
  readonly streams: string[]
  /** The version before the first event of each event's stream; -1 for "after whatever is there". */
  readonly bases: number[]
  /** How many versions after the base. */
  readonly steps: number[]
  readonly types: string[]
  readonly schemaVersions: number[]
  readonly data: string[]
  readonly metadata: string[]
}

const ANY = -1

/** Checks every event and lays them side by side. Throws for what the catalogue does not allow, and VersionConflict where two appends to one stream contradict each other. */
export function columnsOf(catalogue: EventCatalogue, appends: readonly StreamAppend[], metadata: EventMetadata): AppendColumns {
  const columns: AppendColumns = { streams: [], bases: [], steps: [], types: [], schemaVersions: [], data: [], metadata: [] }
  const ends = new Map<string, { readonly base: number; readonly steps: number }>()
  for (const { stream, expectedVersion, events, metadata: own } of appends) {
    const begin = beginOf(stream, expectedVersion, ends.get(stream))
    const written = JSON.stringify(own ?? metadata)
    events.forEach(({ type, data }, index) => {
      catalogue.check(type, data)
      columns.streams.push(stream)
      columns.bases.push(begin.base)
      columns.steps.push(begin.steps + index + 1)
      columns.types.push(type)
      columns.schemaVersions.push(catalogue.versionOf(type))
      columns.data.push(JSON.stringify(data))
      columns.metadata.push(written)
    })
    ends.set(stream, { base: begin.base, steps: begin.steps + events.length })
  }
  return columns
}

/** A second append to a stream goes on where the first ends. */
function beginOf(stream: string, expected: number | 'any', before: { readonly base: number; readonly steps: number } | undefined) {
  if (before === undefined) return { base: expected === 'any' ? ANY : expected, steps: 0 }
  const follows = expected === 'any' || (before.base !== ANY && expected === before.base + before.steps)
  if (!follows) throw new VersionConflict(stream)
  return before
}
