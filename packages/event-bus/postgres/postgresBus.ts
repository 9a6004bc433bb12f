import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { openServerClock } from '@agora/database/serverClock.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus } from '../bus.ts'
import { openListener } from './listener.ts'
import { createPublisher, keepMonths, MESSAGES_CHANNEL } from './publisher.ts'
import { statements } from './statements.ts'
import { GROUPS_CHANNEL, startSubscription, type WakeableSubscription } from './subscription.ts'

/** Where the embedded bus is. */
export interface PostgresBusOptions {
  /** The app role's address of the database `bus`. */
  readonly url: string
  readonly caFile?: string | undefined
  /** Shown by the server as the application's name. */
  readonly name: string
  readonly logger: Logger
  /** @default that of the database */
  readonly clock?: () => Date
}

const KEEP_MS = 6 * 60 * 60 * 1000

/** The bus of a machine without a broker: partitions, groups and offsets in a PostgreSQL database of their own. Connects at once; rejects when it cannot. */
export async function createPostgresBus({ url, caFile, name, logger, clock }: PostgresBusOptions): Promise<EventBus> {
  const pool = createPool({ url, caFile, name: `${name} bus`, logger })
  const months = await openMonths({ pool, logger, clock })
  const subscriptions = new Set<WakeableSubscription>()
  const listener = await openListener({
    url,
    caFile,
    name: `${name} bus listener`,
    logger,
    channels: [MESSAGES_CHANNEL, GROUPS_CHANNEL],
    onNotice: (channel, payload) => subscriptions.forEach((subscription) => subscription.onNotice(channel, payload)),
  })
  return {
    identity: () => identityOf(pool),
    ensureTopics: async (topics) => {
      for (const topic of topics) await pool.query(statements.ensureTopic, [topic.name, topic.partitions])
      await months.keep()
    },
    publish: createPublisher({ pool, clock: months.clock }),
    subscribe: async (options) => {
      const subscription = await startSubscription({ pool, logger, backendPid: listener.backendPid, options })
      subscriptions.add(subscription)
      return {
        lag: subscription.lag,
        stop: async () => {
          await subscription.stop()
          subscriptions.delete(subscription)
        },
      }
    },
    close: async () => {
      months.stop()
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await listener.close()
      await pool.end()
    },
  }
}

/** The months that messages are filed under. */
interface Months {
  readonly clock: () => Date
  keep(): Promise<void>
  stop(): void
}

/** Asks for the time; from the first time on they are kept by themselves. */
async function openMonths({ pool, logger, clock }: { pool: pg.Pool; logger: Logger; clock: (() => Date) | undefined }): Promise<Months> {
  const time = await openServerClock(pool)
  const now = clock ?? time.now
  let keeper: NodeJS.Timeout | undefined
  const keep = async (): Promise<void> => {
    keeper ??= setInterval(
      () => void keep().catch((err: unknown) => logger.warn({ err }, 'The months of the bus could not be kept')),
      KEEP_MS,
    ).unref()
    await time.set()
    await keepMonths({ pool, clock: now })
  }
  return { clock: now, keep, stop: () => clearInterval(keeper) }
}

async function identityOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ identity: string }>(statements.identity)
  return rows[0]?.identity ?? ''
}
