import type pg from 'pg'

import { isDatabaseFailure, reasonOf } from '@agora/database/outage.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { HandlerFailure, type Projection } from './projection.ts'
import { noteFailure } from './projectionPlace.ts'
import type { ProjectionWatch } from './projectionReaders.ts'
import { createTypeLabels } from './typeLabels.ts'

/** What a projector notices of its projections, for the metrics and for whoever asks the database. */
export interface ProjectionHealth {
  of(projection: Projection): ProjectionWatch & { readonly onUnknown: (type: string) => void }
}

/** What it is noticed with. */
export interface ProjectionHealthOptions {
  readonly pool: pg.Pool
  readonly projections: readonly Projection[]
  readonly logger: Logger
  readonly metrics?: Metrics
}

/** Publishes `projection_lag_seconds` and `events_unknown_total`, and writes down why a projection stopped. */
export function createProjectionHealth({ pool, projections, logger, metrics }: ProjectionHealthOptions): ProjectionHealth {
  const behind = new Map<string, Date>()
  const lagOf = (name: string): number => Math.max(0, Date.now() - (behind.get(name)?.getTime() ?? Date.now())) / 1000
  const unknown = metrics?.counter('events_unknown_total', 'Events of a type that this process does not know', ['projection', 'type'])
  const labelOf = createTypeLabels()
  metrics?.gauges('projection_lag_seconds', 'Age of what a projection has not come to yet', {
    label: 'projection',
    read: () => projections.map(({ name }) => [name, lagOf(name)] as const),
  })
  return {
    of: ({ name }) => ({
      onUnknown: (type) => unknown?.inc({ projection: name, type: labelOf(type) }),
      behind: (since) => void (since === null ? behind.delete(name) : behind.set(name, since)),
      failed(role, error) {
        const about = { projection: name, role }
        if (isDatabaseFailure(error)) logger.warn({ ...about, reason: reasonOf(error) }, 'a projection waits for the database')
        else logger.error({ ...about, err: error }, 'a projection stopped; it is tried again')
        if (role === 'live' && !behind.has(name)) behind.set(name, new Date())
        // Where the database is gone there is nobody to tell; the log has it.
        if (error instanceof HandlerFailure) noteFailure(pool, { name, role, failure: error.message }).catch(() => {})
      },
    }),
  }
}
