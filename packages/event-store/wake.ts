import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

const CHANNEL = 'events'
const NOTIFY = { name: 'events_wake', text: `SELECT pg_notify('${CHANNEL}', '')` }

/** Who appends without a pause has readers that are awake anyway: the first call is passed on at once, those of the next milliseconds together. */
const PAUSE_MS = 3

/** Tells readers of this database, in whichever process, that something was appended. */
export interface Waker {
  /** Call it after the commit, never inside the transaction: NOTIFY makes all commits of a server stand in one line. Cheap: calls that follow each other within milliseconds are one. */
  wake(): void
}

/** Makes the waker of a process. A lost call is no harm: readers look by themselves from time to time. */
export function createWaker(pool: Pick<pg.Pool, 'query'>): Waker {
  let quiet = true
  let again = false
  const notify = async (): Promise<void> => {
    quiet = false
    again = false
    await Promise.allSettled([pool.query(NOTIFY), sleep(PAUSE_MS, undefined, { ref: false })])
    quiet = true
    if (again) void notify()
  }
  return {
    wake() {
      if (quiet) void notify()
      else again = true
    },
  }
}

/** The ear of a process: one connection of its pool listens for all of its readers. */
export interface WakeListener {
  /** Calls back at every wake-up; answers what ends that. */
  onWake(listener: () => void): () => void
  close(): Promise<void>
}

/** What an ear is made of. */
export interface WakeListenerOptions {
  readonly pool: pg.Pool
  readonly logger: Logger
  /** Milliseconds until a lost connection is opened anew. @default 1000 */
  readonly reconnectMs?: number
}

/** Starts to listen. Whether it hears anything is a matter of speed only: a reader polls as well. */
export function listenForWake({ pool, logger, reconnectMs = 1000 }: WakeListenerOptions): WakeListener {
  const listeners = new Set<() => void>()
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let client: pg.PoolClient | undefined
  const log = createFailureLog(logger, 'stopped hearing of new events; polling until the connection is back')
  const lose = (error: unknown): void => {
    client?.release(true)
    client = undefined
    if (closed) return
    log.failed(error)
    timer = setTimeout(() => void (connecting = connect()), reconnectMs)
  }
  const connect = async (): Promise<void> => {
    try {
      client = await pool.connect()
      client.on('notification', () => listeners.forEach((listener) => listener()))
      client.once('error', lose)
      await client.query(`LISTEN ${CHANNEL}`)
      log.worked()
    } catch (error) {
      lose(error)
    }
  }
  let connecting = connect()
  return {
    onWake(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await connecting
      client?.removeListener('error', lose)
      client?.release(true)
      client = undefined
    },
  }
}
