import { createClient } from '@redis/client'

import type { Logger } from '@agora/logger/logger.ts'

import { createRest } from './rest.ts'

/** What commands are sent with. */
export type RedisClient = ReturnType<typeof clientOf>

/** Which Redis, and how long its answer is waited for. */
export interface RedisOptions {
  /** `redis://[user:password@]host:port[/database]`; `rediss:` for TLS. It is never logged. */
  readonly url: string
  readonly logger: Logger
  /** After so many milliseconds a command counts as failed. @default 250 */
  readonly timeoutMs?: number | undefined
}

/** What came of commands: their value, or that there is no Redis to be had now. */
export type RedisAnswer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: 'away' }

/** One connection to a Redis that may be away at any time: whoever uses it has a way to do without. */
export interface Redis {
  /** Whether a command would be sent now. */
  isReady(): boolean
  /**
   * Runs commands on the connection, answers within the time-out, never rejects. `away` says that Redis was not reached, or refused, or has not answered; a
   * command that was sent may have been carried out all the same.
   */
  run<Value>(commands: (client: RedisClient) => Promise<Value>): Promise<RedisAnswer<Value>>
  /** Closes the connection. Asking again changes nothing. */
  close(): Promise<void>
}

const AWAY = { ok: false, error: 'away' } as const
const TIMEOUT_MS = 250
const CONNECT_MS = 2000
const MOST_WAITING = 10_000
/** So long a Redis that did not answer in time is not asked again: its users would all wait for the time-out. */
const REST_MS = 1000
const MOST_BETWEEN_TRIES_MS = 2000

/**
 * Opens a connection and waits for it for two seconds at most; after that, and whenever it is lost, it is tried again in the background for as long as it is open.
 * Rejects for an address that is none.
 */
export async function openRedis({ url, logger, timeoutMs = TIMEOUT_MS }: RedisOptions): Promise<Redis> {
  const client = clientOf(url)
  const rest = createRest(REST_MS)
  let isSaid = false
  // Without a listener an 'error' would end the process. A Redis that stays away says so at every try: once is enough.
  client.on('error', (error: unknown) => {
    if (!isSaid) logger.warn({ reason: reasonOf(error) }, 'Redis is away')
    isSaid = true
  })
  client.on('ready', () => {
    logger.info('Redis is there')
    isSaid = false
  })
  const connected = client.connect().catch(() => undefined)
  await within(connected, CONNECT_MS).catch(() => undefined)
  const isReady = (): boolean => client.isReady && !rest.isResting()
  return {
    isReady,
    async run(commands) {
      if (!isReady()) return AWAY
      try {
        return { ok: true, value: await within(commands(client), timeoutMs) }
      } catch (error) {
        if (error instanceof TooLate) rest.begin()
        logger.debug({ reason: reasonOf(error) }, 'Redis has not answered')
        return AWAY
      }
    },
    async close() {
      if (client.isOpen) client.destroy()
      await connected
    },
  }
}

function clientOf(url: string) {
  return createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_WAITING,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: (tries) => Math.min(50 * 2 ** Math.min(tries, 6), MOST_BETWEEN_TRIES_MS) },
  })
}

class TooLate extends Error {
  override readonly name = 'TooLate'
}

/**
 * Rejects with TooLate when the promise has not settled by then; what becomes of it later is nobody's business. An answer that lies there unread, because this process was
 * busy for so long, is read first: that is not Redis's fault.
 */
function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const tooLate = (): void => reject(new TooLate(`no answer in ${milliseconds} ms`))
    const timer = setTimeout(() => setImmediate(tooLate), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message || error.name
}
