import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { within } from '../steps/within.ts'
import { BURY, LEASE, RUNNER_LOCK } from './runnerStatements.ts'

/** What a runner is made of. */
export interface RunnerOptions {
  /** One connection of it is the runner's own. It leads straight to the server: a session lock does not survive a transaction pooler. */
  readonly pool: pg.Pool
  readonly logger: Logger
  /** For how long the others wait for a runner that is silent, in milliseconds. */
  readonly leaseMs: number
}

/** The life of a process, as the others see it: a session lock, gone the moment the process dies, and a lease, run out when it stands still. */
export interface Runner {
  readonly owner: string
  /** Dies for the others at once. */
  stop(): Promise<void>
}

/** The pause before the connection of a runner is opened anew, in milliseconds. */
const RECONNECT_MS = 500
/** Whoever is that slow to answer has at least this long, in milliseconds, whatever the lease. */
const SILENT_MS = 2000

interface Session {
  readonly client: pg.PoolClient
  readonly lockKey: number
}

/** Begins to live. While its connection is away the runner is dead to the others; whatever it goes on with meanwhile the fence sorts out. */
export async function startRunner({ pool, logger, leaseMs }: RunnerOptions): Promise<Runner> {
  const owner = `${process.pid}.${Date.now()}.${randomInt(2 ** 31)}`
  const stopping = new AbortController()
  const log = createFailureLog(logger.child({ owner }), 'A checkout runner lost its connection')
  const lease = ({ client, lockKey }: Session) => client.query({ name: 'checkout_lease', text: LEASE, values: [owner, lockKey, leaseMs] })
  let session: Session | undefined = await openSession(pool)
  await lease(session)
  await session.client.query(BURY)

  const beat = async (): Promise<void> => {
    try {
      session ??= await openSession(pool)
      // To the others it is dead by then: a connection that fell silent is not waited for, the next one may be heard.
      const prolonged = await within(lease(session), Math.max(leaseMs, SILENT_MS))
      if (prolonged === undefined) throw new Error('The lease was not prolonged in time')
      log.worked()
    } catch (error) {
      log.failed(error)
      session?.client.release(true)
      session = undefined
      await sleep(RECONNECT_MS)
    }
  }
  const beating = (async () => {
    for (;;) {
      await sleep(leaseMs / 5, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      if (stopping.signal.aborted) return
      await beat()
    }
  })()
  return {
    owner,
    async stop() {
      stopping.abort()
      await beating
      await session?.client.query('delete from checkout_runners where owner = $1', [owner]).catch(() => undefined)
      session?.client.release(true)
    },
  }
}

async function openSession(pool: pg.Pool): Promise<Session> {
  const client = await pool.connect()
  // A connection that breaks is heard of by the next heartbeat.
  client.on('error', () => undefined)
  for (;;) {
    const lockKey = randomInt(1, 2 ** 31 - 1)
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [RUNNER_LOCK, lockKey])
    if (rows[0]?.locked === true) return { client, lockKey }
  }
}
