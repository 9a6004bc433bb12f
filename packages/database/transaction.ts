import pg from 'pg'

import { isOutage } from './outage.ts'

/** What may run statements inside a transaction, and what a repository function asks for. */
export type Queryable = Pick<pg.ClientBase, 'query'>

/** Levels of PostgreSQL; READ UNCOMMITTED does not exist there. */
export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

/** How a transaction runs. */
export interface TransactionOptions {
  /** @default 'read committed' */
  readonly isolation?: Isolation
  /** How often the whole work is begun anew after a failure of `retryOn`. @default 3 */
  readonly retries?: number
  /** SQLSTATEs that a new attempt may cure. @default serialization failure and deadlock */
  readonly retryOn?: readonly string[]
}

/** SQLSTATEs that repositories react to. Source: PostgreSQL documentation, appendix A. */
export const sqlState = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  checkViolation: '23514',
  serializationFailure: '40001',
  deadlock: '40P01',
  lockNotAvailable: '55P03',
} as const

/** The SQLSTATE of an error that PostgreSQL answered, else undefined. */
export const sqlStateOf = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.code : undefined)

/** The name of the constraint that a statement broke, else undefined. */
export const constraintOf = (error: unknown): string | undefined => (error instanceof pg.DatabaseError ? error.constraint : undefined)

/**
 * Runs the work in one transaction: committed when it answers, rolled back when it throws, and then the error goes on to the caller.
 * The work may run several times, so it must have no effect outside the database.
 */
export async function inTransaction<Answer>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Answer>,
  options: TransactionOptions = {},
): Promise<Answer> {
  const { isolation = 'read committed', retries = 3, retryOn = [sqlState.serializationFailure, sqlState.deadlock] } = options
  for (let left = retries; ; left -= 1) {
    try {
      return await attempt(pool, work, isolation)
    } catch (error) {
      if (left <= 0 || !retryOn.includes(sqlStateOf(error) ?? '')) throw error
    }
  }
}

async function attempt<Answer>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Answer>, isolation: Isolation): Promise<Answer> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(isolation === 'read committed' ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}`)
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  } catch (error) {
    // Nobody is there who could roll back: the server does it when the connection is closed, and to ask would be to wait once more.
    broken = error instanceof Error && isOutage(error) ? error : await rollBack(client)
    throw error
  } finally {
    client.release(broken)
  }
}

async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK')
    return undefined
  } catch (failure) {
    return failure instanceof Error ? failure : new Error(String(failure))
  }
}
