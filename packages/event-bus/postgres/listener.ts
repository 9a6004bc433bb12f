import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

import { readConnection } from '@agora/database/connection.ts'
import { createFailureLog } from '@agora/database/failureLog.ts'
import type { Logger } from '@agora/logger/logger.ts'

/** What to listen for. */
export interface ListenerOptions {
  readonly url: string
  readonly caFile?: string | undefined
  readonly name: string
  readonly channels: readonly string[]
  readonly logger: Logger
  /** A channel spoke; also called for each channel after every connect, because something may have been missed. */
  readonly onNotice: (channel: string, payload: string) => void
}

/** A connection that hears notifications for as long as the process runs. */
export interface Listener {
  /** The backend of the connection that stands now; undefined between two. */
  backendPid(): number | undefined
  close(): Promise<void>
}

const RECONNECT_MS = 250

/** Listens, and connects again for ever when the connection is lost. Resolves when the first connection stands; rejects when it cannot be made. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const log = createFailureLog(options.logger, 'The listening connection was refused')
  let closed = false
  let current: pg.Client | undefined
  let pid: number | undefined

  const connect = async (): Promise<void> => {
    const client = new pg.Client({ ...readConnection(options.url, options.caFile), application_name: options.name, keepAlive: true })
    client.on('error', () => undefined)
    client.on('notification', ({ channel, payload = '' }) => options.onNotice(channel, payload))
    client.once('end', () => {
      pid = undefined
      if (!closed) void again()
    })
    await client.connect()
    current = client
    for (const channel of options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    pid = rows[0]?.pid
    for (const channel of options.channels) options.onNotice(channel, '')
  }
  const again = async (): Promise<void> => {
    await sleep(RECONNECT_MS)
    if (closed) return
    // A connection that failed half way ends, and its end brings us here again.
    await connect().then(log.worked, log.failed)
  }

  await connect()
  return {
    backendPid: () => pid,
    close: async () => {
      closed = true
      await current?.end().catch(() => undefined)
    },
  }
}
