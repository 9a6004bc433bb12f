import pg from 'pg'

import type { Queryable } from '@agora/database/transaction.ts'

/** What an interactive transaction of Prisma offers for SQL of one's own. */
export interface PrismaTransaction {
  $queryRawUnsafe(text: string, ...values: unknown[]): PromiseLike<unknown>
  $executeRawUnsafe(text: string, ...values: unknown[]): PromiseLike<number>
}

interface Statement {
  readonly text: string
  readonly values?: readonly unknown[]
}

/**
 * Lets a Prisma transaction take part wherever SQL is run through a Queryable, so that events commit and roll back with what Prisma writes.
 * Errors of the database come as those of `pg`, with SQLSTATE and constraint. Rows are objects; a bigint column comes as `bigint`.
 */
export function prismaQueryable(transaction: PrismaTransaction): Queryable {
  const query = async (statement: string | Statement, given?: readonly unknown[]): Promise<Pick<pg.QueryResult, 'rows' | 'rowCount'>> => {
    const { text, values = given ?? [] } = typeof statement === 'string' ? { text: statement } : statement
    try {
      if (!answersRows(text)) return { rows: [], rowCount: await transaction.$executeRawUnsafe(text, ...values) }
      const rows = await transaction.$queryRawUnsafe(text, ...values)
      return { rows: rows as pg.QueryResultRow[], rowCount: (rows as pg.QueryResultRow[]).length }
    } catch (error) {
      throw databaseErrorOf(error) ?? error
    }
  }
  return { query } as Queryable
}

const answersRows = (text: string): boolean => /^\s*(?:select|with)\b|\breturning\b/i.test(text)

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined

/** Prisma wraps what the driver reported: the cause inside has the SQLSTATE and, for a broken constraint, its name. */
function databaseErrorOf(error: unknown): pg.DatabaseError | undefined {
  const cause = property(property(property(error, 'meta'), 'driverAdapterError'), 'cause')
  const code = property(cause, 'originalCode')
  if (typeof code !== 'string') return undefined
  const message = String(property(cause, 'originalMessage'))
  const constraint = property(property(cause, 'constraint'), 'index') ?? /constraint "([^"]+)"/.exec(message)?.[1]
  return Object.assign(new pg.DatabaseError(message, message.length, 'error'), { code, constraint, cause: error })
}
