import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import type { Projection } from '@agora/event-store/projection.ts'
import { createProjector } from '@agora/event-store/projector.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { projectionsOf } from '../../../subgraphs/orders/projections/projections.ts'

const REBUILT_WITHIN_MS = 60_000

/**
 * Builds every read model of orders anew from the first event and compares it with what readers had until then; one sentence for each that differs.
 * Whoever holds the projection at present does the building: the worker of orders, or this process.
 */
export async function readProjectionFaults(orders: pg.Pool): Promise<string[]> {
  const store = createEventStore({ catalogue })
  const projections = projectionsOf(store)
  const projector = createProjector({ pool: orders, store, projections, logger: createLogger({ service: 'crash', level: 'silent' }) })
  await projector.start()
  try {
    await projector.caughtUp(REBUILT_WITHIN_MS)
    const before = await Promise.all(projections.map((projection) => rowsOf(orders, projection)))
    for (const { name } of projections) await projector.rebuild(name)
    await projector.caughtUp(REBUILT_WITHIN_MS)
    // The rows of before go a moment after the new ones are read.
    await sleep(50)
    const after = await Promise.all(projections.map((projection) => rowsOf(orders, projection)))
    return projections.flatMap(({ name }, nth) => differencesOf(name, before[nth] ?? [], after[nth] ?? []))
  } catch (error) {
    return [`the read models could not be built anew: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    await projector.stop()
  }
}

/** The rows that readers get, without the number of their building. */
async function rowsOf(orders: pg.Pool, { name, tables }: Projection): Promise<string[]> {
  const found = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await orders.query<{ row: string }>(
        `SELECT (to_jsonb(t) - 'generation')::text AS row FROM ${table} t WHERE t.generation = (SELECT generation FROM event_projections WHERE name = $1)`,
        [name],
      )
      return rows.map(({ row }) => `${table} ${row}`)
    }),
  )
  return found.flat().toSorted()
}

function differencesOf(name: string, before: readonly string[], after: readonly string[]): string[] {
  const [had, has] = [new Set(before), new Set(after)]
  const gone = before.filter((row) => !has.has(row))
  const come = after.filter((row) => !had.has(row))
  if (gone.length + come.length === 0) return []
  return [`${name}: ${gone.length} rows are not what the events say, such as ${gone[0] ?? 'none'}; built anew there are ${come[0] ?? 'none'}`]
}
