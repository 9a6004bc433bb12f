import { advanceBuilding, advanceLive, type AdvanceParts } from './advance.ts'
import type { Projection } from './projection.ts'
import type { Role } from './projectionPlace.ts'
import { startReader, type ReaderOptions, type RunningReader } from './readerLoop.ts'
import { removeRetiredRows } from './retiredRows.ts'

/** What a projection's readers tell of themselves. */
export interface ProjectionWatch {
  /** When the last event happened that is in the rows, if there are later ones. */
  readonly behind: (since: Date | null) => void
  readonly failed: (role: Role, error: unknown) => void
}

/** When readers look, and whom they tell. */
export interface ProjectionReaderOptions extends Omit<ReaderOptions, 'turn' | 'onError'> {
  readonly watch: ProjectionWatch
}

/** Starts the two readers of a projection: that of the rows which are read, and that of the rows which a rebuild writes. Neither waits for the other. */
export function startProjection(parts: AdvanceParts, projection: Projection, options: ProjectionReaderOptions): readonly RunningReader[] {
  return [startLive(parts, projection, options), startBuilding(parts, projection, options)]
}

function startLive(parts: AdvanceParts, projection: Projection, { watch, ...when }: ProjectionReaderOptions): RunningReader {
  return startReader({
    ...when,
    async turn() {
      const { more, behindSince } = await advanceLive(parts, projection)
      watch.behind(behindSince)
      return more
    },
    onError: (error) => watch.failed('live', error),
  })
}

function startBuilding(parts: AdvanceParts, projection: Projection, { watch, ...when }: ProjectionReaderOptions): RunningReader {
  // What an earlier process left behind is looked for once.
  let retired = true
  return startReader({
    ...when,
    async turn() {
      const { more, finished } = await advanceBuilding(parts, projection)
      retired ||= finished
      if (more || !retired) return more
      retired = await removeRetiredRows(parts.pool, projection)
      return retired
    },
    onError: (error) => watch.failed('building', error),
  })
}
