import type { Logger } from '@agora/logger/logger.ts'
import type { Redis } from '@agora/redis/openRedis.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Lasting } from '../reload/lasting.ts'

/** Which Redis, and what keeps its connection. */
export interface LastingRedisOptions {
  readonly config: Pick<RouterConfig, 'redis'>
  readonly lasting: Lasting
  readonly logger: Logger
}

/** The one connection to the Redis that the config names, kept over reloads; null where it names none. */
export async function openLastingRedis({ config: { redis }, lasting, logger }: LastingRedisOptions): Promise<Redis | null> {
  const { url, timeoutMs } = redis
  if (url === undefined) return null
  // Its client takes some megabytes.
  const { openRedis } = await import('@agora/redis/openRedis.ts')
  const make = (): Promise<Redis> => openRedis({ url, timeoutMs, logger: logger.child({ component: 'redis' }) })
  return lasting.keep('redis', redis, { make, close: async (opened) => (await opened).close() })
}
