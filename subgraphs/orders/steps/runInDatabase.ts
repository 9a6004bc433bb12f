import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'

/** What a database step needs beside its work. */
export interface DatabaseStep {
  readonly pool: pg.Pool
  /** The longest that one of its statements may take, a wait for a lock included, in milliseconds. */
  readonly timeoutMs: number
}

/** Step type "database operation": all of the work or nothing of it, and no statement of it for ever. Throws what the work threw. */
export function runInDatabase<Answer>({ pool, timeoutMs }: DatabaseStep, work: (client: Queryable) => Promise<Answer>): Promise<Answer> {
  return inTransaction(pool, async (client) => {
    // For this transaction alone: the connection goes back to the pool as it came.
    await client.query(`set local statement_timeout = ${Math.ceil(timeoutMs)}`)
    return work(client)
  })
}
