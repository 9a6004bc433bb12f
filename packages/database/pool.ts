import pg from 'pg'

import { DeadlineOver, remainingMs } from '@agora/deadline/deadline.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { readConnection } from './connection.ts'
import { reasonOf } from './outage.ts'
import { watchStatements, type OnStatement } from './watchStatements.ts'

/** At most so many connections a process. */
const POOL_MAX = 20
/** A connection unused for so long is closed. */
const POOL_IDLE_MS = 30_000
/** A request waits so long for a connection, then fails. */
export const POOL_CONNECT_MS = 2_000
/** No statement runs longer, and no transaction stands idle longer. */
export const STATEMENT_TIMEOUT_MS = 30_000
/**
 * An answer is waited for a little longer than the server works on it, so that the server says first what was too slow. Beyond this nobody is there who
 * could say anything: the connection was cut on the way, or the machine behind it stands still.
 */
const ANSWER_SHARE = 1.2

/** What a pool is made of. */
export interface PoolOptions {
  /** `postgres://…`; how TLS is chosen: see readConnection. */
  readonly url: string
  /** A PEM file with the authorities that may have signed the server's certificate; asks for TLS with `verify-full`. */
  readonly caFile?: string | undefined
  /** Shown by the server as the application's name. */
  readonly name: string
  /** Settings of PostgreSQL that each of its sessions begins with, such as `{ enable_seqscan: 'off' }`. Words only: they are passed on the command line of the session. */
  readonly settings?: Readonly<Record<string, string>>
  /** No statement runs longer, in milliseconds; an answer that takes a fifth longer than this counts as lost, with its connection. @default 30_000 */
  readonly statementMs?: number
  readonly logger: Logger
  /** Publishes, together with the other pools of the process, `pool_total`, `pool_idle`, `pool_waiting` and `sql_statements_total`. */
  readonly metrics?: Metrics
  /** Called with the text of every statement that is sent: for tests that count. */
  readonly onStatement?: OnStatement
}

/** The pool of a process. Connects lazily; `end()` closes it. Work whose deadline is over begins no statement and no transaction in it: it is rejected with `DeadlineOver`. */
export function createPool({ url, caFile, name, settings = {}, statementMs = STATEMENT_TIMEOUT_MS, ...watching }: PoolOptions): pg.Pool {
  const { logger, metrics, onStatement } = watching
  const pool = new pg.Pool({
    ...readConnection(url, caFile),
    application_name: name,
    options: Object.entries(settings)
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' '),
    max: POOL_MAX,
    idleTimeoutMillis: POOL_IDLE_MS,
    connectionTimeoutMillis: POOL_CONNECT_MS,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: Math.ceil(statementMs * ANSWER_SHARE),
    keepAlive: true,
  })
  // An idle connection that the server closes is no one's request: the pool opens another when it is needed.
  pool.on('error', (error) => logger.warn({ reason: reasonOf(error) }, 'an idle database connection was lost'))
  // A connection that breaks while it is lent out fails the statement under way, or the next one; that its loss is also an event must not end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  refuseWhenOver(pool)
  const published = metrics === undefined ? undefined : publishedBy(metrics)
  published?.pools.push(pool)
  if (published !== undefined || onStatement !== undefined) {
    watchStatements(pool, (text) => {
      published?.sent.inc()
      onStatement?.(text)
    })
  }
  return pool
}

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void

/** Every statement and transaction begins with a connection. What has begun goes on: half a transaction is none, and what is left of it is short. */
function refuseWhenOver(pool: pg.Pool): void {
  const connect: (callback?: Connected) => unknown = pool.connect.bind(pool)
  const value = (callback?: Connected): unknown => {
    if (remainingMs() > 0) return connect(callback)
    if (callback === undefined) return Promise.reject(new DeadlineOver())
    process.nextTick(callback, new DeadlineOver(), undefined, () => undefined)
    return undefined
  }
  Object.defineProperty(pool, 'connect', { configurable: true, value })
}

interface Published {
  readonly pools: pg.Pool[]
  readonly sent: ReturnType<Metrics['counter']>
}

const figures: readonly (readonly [name: string, help: string, read: (pool: pg.Pool) => number])[] = [
  ['pool_total', 'Database connections open', (pool) => pool.totalCount],
  ['pool_idle', 'Database connections open and unused', (pool) => pool.idleCount],
  ['pool_waiting', 'Requests waiting for a database connection', (pool) => pool.waitingCount],
]

/** A process may have several pools; its figures are of all of them together. */
const publishing = new WeakMap<Metrics, Published>()

function publishedBy(metrics: Metrics): Published {
  const known = publishing.get(metrics)
  if (known !== undefined) return known
  const pools: pg.Pool[] = []
  for (const [name, help, read] of figures) metrics.gauge(name, help, () => pools.reduce((total, pool) => total + read(pool), 0))
  const published = { pools, sent: metrics.counter('sql_statements_total', 'Statements sent to the database') }
  publishing.set(metrics, published)
  return published
}
