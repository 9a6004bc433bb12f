import type { Queryable } from '@agora/database/transaction.ts'
import { underNoDeadline } from '@agora/deadline/deadline.ts'

import { number, read, text } from '../database/read.ts'
import type { AttributeDefinition, AttributeKind } from './attribute.ts'

/** The definitions by key, in the order they are shown. */
export type Definitions = ReadonlyMap<string, AttributeDefinition>

/** The most attributes that may be defined. */
export const DEFINITION_LIMIT = 200

const all = {
  name: 'attribute_definitions',
  text: `SELECT key, label, kind, unit, facet, position FROM attribute_definition ORDER BY position, key LIMIT ${DEFINITION_LIMIT}`,
}

/** Reads every definition. */
export async function readDefinitions(database: Queryable): Promise<Definitions> {
  const rows = await read(database, all, [])
  return new Map(
    rows.map((row) => {
      const key = text(row, 0)
      return [
        key,
        { key, label: text(row, 1), kind: text(row, 2) as AttributeKind, unit: row[3] ?? null, facet: row[4] === 't', position: number(row, 5) },
      ]
    }),
  )
}

/** The definitions as of a moment ago. */
export interface DefinitionCache {
  get(): Promise<Definitions>
  /** Forgets them: this process has changed one. */
  renew(): void
}

/** A label that another process changed is seen this much later here. */
const KEPT_MS = 5_000

/** Keeps the definitions, which change rarely and are needed by every list of products. */
export function createDefinitionCache(database: Queryable, clock: () => number): DefinitionCache {
  // Whoever comes next takes what the first has asked for, who may wait for less long.
  const readForAll = underNoDeadline(readDefinitions)
  let kept: { readonly until: number; readonly definitions: Promise<Definitions> } | undefined
  return {
    get() {
      if (kept !== undefined && kept.until > clock()) return kept.definitions
      const definitions = readForAll(database)
      const mine = { until: clock() + KEPT_MS, definitions }
      kept = mine
      definitions.catch(() => {
        if (kept === mine) kept = undefined
      })
      return definitions
    },
    renew() {
      kept = undefined
    },
  }
}
