import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import type { Redis, RedisOptions } from '@agora/redis/openRedis.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Lasting } from '../reload/lasting.ts'
import { countCommands, showStore, type CountCommand } from './cacheMetrics.ts'
import type { CacheStore } from './cacheStore.ts'
import { followEvents, type EventFollower } from './followEvents.ts'
import { createMemoryStore } from './memoryStore.ts'
import { createRedisStore } from './redis/redisStore.ts'
import { ofSubgraph } from './tags.ts'

/** What is kept, and what keeps it fresh. */
export interface Kept {
  readonly store: CacheStore
  /** Null where no events are followed: then ages alone bound what is kept. */
  readonly follower: EventFollower | null
  close(): Promise<void>
}

/** What a cache is opened with. */
export interface CacheOptions {
  readonly config: Pick<RouterConfig, 'cache' | 'redis'>
  readonly lasting: Lasting
  readonly metrics: Metrics
  readonly logger: Logger
}

/** Opens the cache that the config speaks of; null where nothing is to be kept. What is kept outlives a reload that says the same of it. */
export async function openCache({ config: { cache, redis }, lasting, metrics, logger }: CacheOptions): Promise<Kept | null> {
  const counted = countCommands(metrics)
  const make = (): Promise<Kept> => openKept({ cache, redis }, { counted, logger: logger.child({ component: 'cache' }) })
  const settings = [cache, cache.store === 'redis' ? redis : null]
  const close = async (opened: Promise<Kept>): Promise<void> => (await opened).close()
  const kept = cache.subgraphs.length === 0 ? null : await lasting.keep('cache', settings, { make, close })
  showStore(metrics, kept?.store)
  return kept
}

interface Parts {
  readonly counted: CountCommand
  readonly logger: Logger
}

async function openKept({ cache, redis }: CacheOptions['config'], { counted, logger }: Parts): Promise<Kept> {
  const connection = cache.store === 'redis' ? await openConnection({ url: redis.url ?? '', timeoutMs: cache.timeoutMs, logger }) : null
  const { store, close } = openStore({ cache, redis }, connection, counted)
  const follower = cache.bus.topics.length === 0 ? null : followEvents({ cache, store, logger })
  return {
    store,
    follower,
    async close() {
      await follower?.stop()
      await close()
    },
  }
}

/** Its client takes some megabytes: without Redis it is not loaded. */
async function openConnection(options: RedisOptions): Promise<Redis> {
  const { openRedis } = await import('@agora/redis/openRedis.ts')
  return openRedis(options)
}

function openStore({ cache, redis: { prefix } }: CacheOptions['config'], redis: Redis | null, counted: CountCommand) {
  const { maxBytes, maxEntryBytes, subgraphs } = cache
  if (redis === null) return { store: createMemoryStore({ maxBytes, maxEntryBytes }), close: async () => undefined }
  const store = createRedisStore({ redis, prefix: `${prefix}cache:`, maxEntryBytes, everything: subgraphs.map(ofSubgraph), counted })
  const close = async (): Promise<void> => {
    store.close()
    await redis.close()
  }
  return { store, close }
}
