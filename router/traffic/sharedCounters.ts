import type { Metrics } from '@agora/metrics/metrics.ts'
import type { Redis } from '@agora/redis/openRedis.ts'

/** Where replicas count together. */
export interface SharedCounters {
  /** Before every key. */
  readonly prefix: string
  /** What `rate-limiter-flexible` asks of a client of Redis. It rejects where Redis is away, and that library then counts in memory. */
  readonly store: { eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown> }
}

/** What counters are shared through. */
export interface SharedCountersParts {
  /** Null where nothing is shared. */
  readonly redis: Redis | null
  readonly prefix: string
  readonly metrics: Metrics
}

/** Counts in Redis. A count that could not be had there is counted here and shown. Null where there is no Redis to share through. */
export function createSharedCounters({ redis, prefix, metrics }: SharedCountersParts): SharedCounters | null {
  const counts = metrics.counter('router_rate_limit_counts_total', 'Counts of rate limits that are shared by replicas, by where they were counted.', [
    'where',
  ])
  const [there, here] = [counts.labels({ where: 'redis' }), counts.labels({ where: 'memory' })]
  if (redis === null) return null
  return {
    prefix,
    store: {
      async eval(script, options) {
        const counted = await redis.run((client) => client.eval(script, options))
        if (counted.ok) there.inc()
        else here.inc()
        if (!counted.ok) throw new Error('Redis is away')
        return counted.value
      },
    },
  }
}
