import { setTimeout as wait } from 'node:timers/promises'

import type pg from 'pg'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import type { Projection } from '@agora/event-store/projection.ts'
import { createProjector } from '@agora/event-store/projector.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { benchCatalogue, credited, eventByEvent, metadata, setWise, type Credited } from './accounts.ts'

/** How fast a projection is built from the first event. */
export interface RebuildFigures {
  readonly handler: string
  readonly events: number
  readonly seconds: number
  readonly eventsPerSecond: number
}

const store = createEventStore<Credited>({ catalogue: benchCatalogue })

/** Fills the store up to so many events, ten on each stream. */
export async function fillStore(pool: pg.Pool, events: number): Promise<void> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM events')
  for (let stored = rows[0]?.count ?? 0; stored < events; stored += 1000) {
    const appends = Array.from({ length: 100 }, (_, index) => {
      const stream = `acc_fill_${stored}_${index}`
      return { stream, expectedVersion: 0, events: Array.from({ length: 10 }, () => credited(stream)) }
    })
    await store.append(pool, appends, metadata)
  }
  await pool.query('ANALYZE events').catch(() => {})
}

/** Builds each projection anew and times it, from the request until readers have the new rows. */
export async function measureRebuilds(pool: pg.Pool, logger: Logger): Promise<RebuildFigures[]> {
  const figures: RebuildFigures[] = []
  for (const [handler, projection] of [
    ['a statement a batch', setWise],
    ['a statement an event', eventByEvent],
  ] as const) {
    figures.push({ handler, ...(await measureOne(pool, projection, logger)) })
  }
  return figures
}

async function measureOne(pool: pg.Pool, projection: Projection, logger: Logger): Promise<Omit<RebuildFigures, 'handler'>> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM events')
  const events = rows[0]?.count ?? 0
  const projector = createProjector({ pool, store, projections: [projection], logger, pollMs: 5 })
  const started = performance.now()
  await projector.start()
  while (!(await isLive(pool, projection.name))) await wait(5)
  const seconds = (performance.now() - started) / 1000
  await projector.stop()
  return { events, seconds: Number(seconds.toFixed(2)), eventsPerSecond: Math.round(events / seconds) }
}

async function isLive(pool: pg.Pool, name: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM event_projections WHERE name = $1 AND generation > 0', [name])
  return rowCount === 1
}
