import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
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
  /** @default () => new Date() */
  readonly clock?: () => Date
}

const KEEP_MS = 6 * 60 * 60 * 1000

/** The bus of a machine without a broker: partitions, groups and offsets in a PostgreSQL database of their own. Connects at once; rejects when it cannot. */
export async function createPostgresBus({ url, caFile, name, logger, clock = () => new Date() }: PostgresBusOptions): Promise<EventBus> {
  const pool = createPool({ url, caFile, name: `${name} bus`, logger })
  const subscriptions = new Set<WakeableSubscription>()
  const listener = await openListener({
    url,
    caFile,
    name: `${name} bus listener`,
    logger,
    channels: [MESSAGES_CHANNEL, GROUPS_CHANNEL],
    onNotice: (channel, payload) => subscriptions.forEach((subscription) => subscription.onNotice(channel, payload)),
  })
  const months = (): Promise<void> => keepMonths({ pool, clock })
  const keeper = setInterval(() => void months().catch((err: unknown) => logger.warn({ err }, 'The months of the bus could not be kept')), KEEP_MS)
  keeper.unref()
  return {
    identity: () => identityOf(pool),
    ensureTopics: async (topics) => {
      for (const topic of topics) await pool.query(statements.ensureTopic, [topic.name, topic.partitions])
      await months()
    },
    publish: createPublisher({ pool, clock }),
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
      clearInterval(keeper)
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
      await listener.close()
      await pool.end()
    },
  }
}

async function identityOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ identity: string }>(statements.identity)
  return rows[0]?.identity ?? ''
}
