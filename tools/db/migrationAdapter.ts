import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'

import { readConnection } from '@agora/database/connection.ts'

/** PostgreSQL's one-byte type `"char"`, used throughout its catalogue. */
const ONE_BYTE_CHAR = 18
const TEXT = 25

/** Rows of an answer → which of its columns are `"char"`. */
type CharColumns = WeakMap<object, readonly number[]>

/** The driver adapter refuses `"char"`, which the engine reads when it describes a database: it is passed as text and remembered. */
function passChars(pool: pg.Pool): CharColumns {
  const columns: CharColumns = new WeakMap()
  const send: (...given: unknown[]) => Promise<pg.QueryResult> = pool.query.bind(pool)
  const query = async (...given: unknown[]): Promise<pg.QueryResult> => {
    const answer = await send(...given)
    if (Array.isArray(answer)) return answer
    const chars = answer.fields.flatMap((field, index) => (field.dataTypeID === ONE_BYTE_CHAR ? [index] : []))
    for (const field of answer.fields) if (field.dataTypeID === ONE_BYTE_CHAR) field.dataTypeID = TEXT
    columns.set(answer.rows, chars)
    return answer
  }
  Object.defineProperty(pool, 'query', { value: query })
  return columns
}

/** A driver adapter for the schema engine, and how to close it. */
export interface MigrationAdapter {
  readonly factory: SqlMigrationAwareDriverAdapterFactory
  /** What PostgreSQL said when a script failed; the engine passes on no more than that it did. */
  failure(): unknown
  end(): Promise<void>
}

/**
 * The engine works on one connection, so that its advisory lock and its statements share a session, and sends a migration as one script:
 * the stock adapter cuts scripts at every semicolon, functions included.
 */
export function createMigrationAdapter(url: string, caFile?: string): MigrationAdapter {
  const pool = new pg.Pool({ ...readConnection(url, caFile), max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  const chars = passChars(pool)
  const stock = new PrismaPg(pool)
  let failure: unknown
  const connect = async (): ReturnType<PrismaPg['connect']> => {
    const adapter = await stock.connect()
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((error: unknown) => {
        failure = error
        throw error
      })
    }
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const answer = await queryRaw(query)
      const found = chars.get(answer.rows) ?? []
      return { ...answer, columnTypes: answer.columnTypes.map((type, index) => (found.includes(index) ? ColumnTypeEnum.Character : type)) }
    }
    return adapter
  }
  const connectToShadowDb = (): never => {
    throw new Error('the engine asked for a shadow database: compare with a scratch database instead')
  }
  return {
    factory: { provider: stock.provider, adapterName: stock.adapterName, connect, connectToShadowDb },
    failure: () => failure,
    end: () => pool.end(),
  }
}
