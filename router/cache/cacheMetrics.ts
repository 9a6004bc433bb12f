import type { Metrics } from '@agora/metrics/metrics.ts'

import type { CacheStore } from './cacheStore.ts'
import type { RedisStoreOptions } from './redis/redisStore.ts'

/** Counts what was asked of a store that is shared. */
export type CountCommand = RedisStoreOptions['counted']

/** Counts commands, whichever generation sends them. */
export function countCommands(metrics: Metrics): CountCommand {
  const commands = metrics.counter('router_cache_commands_total', 'What the cache asked of Redis, by what came of it.', ['command', 'outcome'])
  return (command, outcome) => commands.inc({ command, outcome })
}

/** Shows what a store holds. */
export function showStore(metrics: Metrics, store: CacheStore | undefined): void {
  metrics.gauge('router_cache_entries', 'Answers that are kept in this process.', () => store?.entries ?? 0)
  metrics.gauge('router_cache_bytes', 'What they take, about.', () => store?.bytes ?? 0)
  metrics.gauge('router_cache_owed', 'Tags that are still to be made stale, for Redis is away.', () => store?.owed ?? 0)
}
