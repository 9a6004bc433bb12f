import type { Consumer } from '@agora/event-bus/consumer.ts'
import type { Handlers } from '@agora/event-bus/handlers.ts'

import { consumes } from '../consumes.ts'
import type { Handlings } from './channels/settings.ts'
import { sendContinually } from './sendContinually.ts'
import { createSender, type SenderOptions } from './sender.ts'
import { createTellBuyers } from './tellBuyers.ts'
import type { Told } from './tellings.ts'

/** A consumer as this domain asks for it. */
export interface ToldConsumer {
  readonly group: string
  readonly topics: readonly string[]
  readonly handlers: Handlers<Told>
}

/** What telling buyers needs. */
export interface NotificationsOptions extends SenderOptions {
  /** Starts a consumer over the worker's database and bus. */
  readonly consume: (definition: ToldConsumer) => Promise<Consumer>
  readonly handlings: Handlings
}

/** Events become messages, and messages are sent; each goes on when the other stands still. */
export interface Notifications {
  /** Events that have not become messages yet. */
  readonly lag: Consumer['lag']
  /** Finishes what is in hand. */
  stop(): Promise<void>
}

/** Starts both. */
export async function startNotifications(options: NotificationsOptions): Promise<Notifications> {
  const { consume, handlings, logger, clock, channels } = options
  const { topics, types } = consumes.notifications
  const tell = createTellBuyers({ handlings, clock })
  const handlers = Object.fromEntries(types.map((type) => [type, tell])) as Handlers<Told>
  const consumer = await consume({ group: 'notifications', topics, handlers })
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
