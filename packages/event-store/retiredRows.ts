import type { Queryable } from '@agora/database/transaction.ts'

import type { Projection } from './projection.ts'
import { placeOf } from './projectionPlace.ts'

/** Rows a statement: no lock is held long. */
const BATCH = 5000

// Generations only grow: what is older than the rows that are read, or lies between them and those being built, nobody will read again.
const remove = (table: string): string => `
  DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE generation < $1 OR (generation > $1 AND generation < $2) LIMIT ${BATCH}))`

/** Removes a batch of rows that a rebuild has replaced; answers whether there may be more. */
export async function removeRetiredRows(client: Queryable, { name, tables }: Projection): Promise<boolean> {
  const { generation, building } = await placeOf(client, name)
  let more = false
  for (const table of tables) {
    const { rowCount } = await client.query(remove(table), [generation, building ?? generation])
    more ||= rowCount === BATCH
  }
  return more
}
