import { setTimeout as wait } from 'node:timers/promises'

import type { EventBus } from '@agora/event-bus/bus.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { CacheStore } from './cacheStore.ts'
import { createStaleByEvents } from './staleByEvents.ts'

/** What follows the events of a bus. */
export interface EventFollower {
  /** Whether what changes is heard of: until then nothing should be kept. */
  isFollowing(): boolean
  stop(): Promise<void>
}

const RETRY_MS = 2000

/** Makes stale what the events of a bus speak of. A bus that cannot be reached is tried again; the router does without it meanwhile, and without what it would keep. */
export function followEvents({
  cache,
  store,
  logger,
}: Pick<RouterConfig, 'cache'> & { readonly store: CacheStore; readonly logger: Logger }): EventFollower {
  const stopped = new AbortController()
  let bus: EventBus | null = null
  let isFollowing = false
  const handle = createStaleByEvents({ cache, store })
  const follow = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        const { brokers, url: busUrl, caFile, group, topics } = cache.bus
        bus = await openBus({ kafkaBrokers: brokers, busUrl, caFile, name: 'router', topics, logger })
        await bus.subscribe({ group, topics, handle })
        isFollowing = true
        return logger.info({ group, topics }, 'Events are followed')
      } catch (error) {
        logger.warn({ err: error }, 'Events cannot be followed: nothing is kept until they can')
        await bus?.close().catch(() => undefined)
        await wait(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined)
      }
    }
  }
  const following = follow()
  return {
    isFollowing: () => isFollowing,
    async stop() {
      stopped.abort()
      await following
      await bus?.close()
    },
  }
}
