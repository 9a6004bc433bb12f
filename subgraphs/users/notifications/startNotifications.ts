import type pg from 'pg'

import type { EventBus } from '@agora/event-bus/bus.ts'
import type { BusMetrics } from '@agora/event-bus/busMetrics.ts'
import { startConsumer, type Consumer, type ConsumerOptions } from '@agora/event-bus/consumer.ts'
import type { Handlers } from '@agora/event-bus/handlers.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import { consumes } from '../consumes.ts'
import type { Handlings } from './channels/settings.ts'
import { sendContinually } from './sendContinually.ts'
import { createSender, type SenderOptions } from './sender.ts'
import { createTellBuyers } from './tellBuyers.ts'
import type { Told } from './tellings.ts'

/** What telling buyers needs. */
export interface NotificationsOptions extends SenderOptions {
  readonly pool: pg.Pool
  readonly bus: EventBus
  readonly store: EventStore
  readonly busMetrics: BusMetrics
  readonly handlings: Handlings
  readonly wake: () => void
  /** What a test sets of the consumer. */
  readonly consumer?: Pick<ConsumerOptions<Told>, 'backoff' | 'sessionTimeoutMs'>
}

/** Events become messages, and messages are sent; each goes on when the other stands still. */
export interface Notifications {
  /** Events that have not become messages yet. */
  lag: Consumer['lag']
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** Starts both. */
export async function startNotifications(options: NotificationsOptions): Promise<Notifications> {
  const { bus, pool, store, busMetrics: metrics, handlings, logger, clock, wake, channels } = options
  const { topics, types } = consumes.notifications
  const tell = createTellBuyers({ handlings, clock })
  const handlers = Object.fromEntries(types.map((type) => [type, tell])) as Handlers<Told>
  const consumer = await startConsumer<Told>({
    bus,
    pool,
    store,
    group: 'notifications',
    topics,
    handlers,
    logger,
    metrics,
    wake,
    ...options.consumer,
  })
  const stopSending = sendContinually(createSender(options), logger)
  return {
    lag: consumer.lag,
    async stop() {
      await consumer.stop()
      await stopSending()
      for (const channel of Object.values(channels)) channel.close()
    },
  }
}
