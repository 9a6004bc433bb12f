import { setTimeout as wait } from 'node:timers/promises'

import type pg from 'pg'

import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import type { EventStore } from './eventStore.ts'
import type { Projection } from './projection.ts'
import { createProjectionHealth } from './projectionHealth.ts'
import { beginRebuild, ensureProjection } from './projectionPlace.ts'
import { startProjection } from './projectionReaders.ts'
import { statusOf, type ProjectionStatus } from './projectionStatus.ts'
import type { ReaderOptions, RunningReader } from './readerLoop.ts'

/** What a projector is made of. */
export interface ProjectorOptions extends Pick<ReaderOptions, 'listener' | 'pollMs' | 'firstBackoffMs'> {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly projections: readonly Projection[]
  readonly logger: Logger
  /** Publishes `projection_lag_seconds` and `events_unknown_total`. */
  readonly metrics?: Metrics
  /** Events a transaction. @default 1000 */
  readonly batch?: number
}

/** Keeps projections up to date. Any number of processes may run the same ones: each projection is written by one at a time, and by another when that one is gone. */
export interface Projector {
  /** Begins; once a process. */
  start(): Promise<void>
  /** How every projection stands, whichever process writes it. */
  status(): Promise<ProjectionStatus[]>
  /** Builds a projection anew from the first event, while the rows of before are still read. False when there is none of this name. */
  rebuild(name: string): Promise<boolean>
  /** Waits until everything that is committed now is in the rows. For tests and tools; throws after `withinMs`. */
  caughtUp(withinMs?: number): Promise<void>
  stop(): Promise<void>
}

/** Makes the projector of a process; a projection that fails stops by itself, is tried again later and later, and holds up no other. */
export function createProjector({ pool, store, projections, logger, metrics, batch = 1000, ...reader }: ProjectorOptions): Projector {
  const health = createProjectionHealth({ pool, projections, logger, ...(metrics !== undefined && { metrics }) })
  const start = (projection: Projection): readonly RunningReader[] => {
    const { onUnknown, ...watch } = health.of(projection)
    return startProjection({ pool, store, batch, onUnknown }, projection, { ...reader, watch })
  }
  let running: RunningReader[] = []
  const status = (): Promise<ProjectionStatus[]> => Promise.all(projections.map(({ name }) => statusOf(pool, name)))
  return {
    async start() {
      for (const projection of projections) await ensureProjection(pool, projection)
      running = projections.flatMap(start)
    },
    status,
    rebuild: async (name) => projections.some((projection) => projection.name === name) && beginRebuild(pool, name),
    async caughtUp(withinMs = 30_000) {
      const deadline = performance.now() + withinMs
      for (;;) {
        const late = (await status()).filter(({ state, lagEvents }) => state !== 'RUNNING' || lagEvents > 0)
        if (late.length === 0) return
        if (performance.now() > deadline) throw new Error(`Projections are behind: ${JSON.stringify(late)}`)
        await wait(10)
      }
    },
    async stop() {
      await Promise.all(running.map((reader) => reader.stop()))
      running = []
    },
  }
}
