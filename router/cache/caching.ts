import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Lasting } from '../reload/lasting.ts'
import type { Copies } from '../sharing/copies.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { cacheCalls, type Caching } from './cacheCalls.ts'
import type { CacheStore } from './cacheStore.ts'
import { followEvents, type EventFollower } from './followEvents.ts'
import { createMemoryStore } from './memoryStore.ts'

/** What is kept, and what keeps it fresh. */
export interface Kept {
  readonly store: CacheStore
  /** Null where no events are followed: then ages alone bound what is kept. */
  readonly follower: EventFollower | null
}

/** What a cache is set up with. */
export interface CachingOptions {
  readonly supergraph: Supergraph
  readonly copies: () => Copies
  readonly config: Pick<RouterConfig, 'cache'>
  readonly lasting: Lasting
  readonly metrics: Metrics
  readonly logger: Logger
}

/** Keeping of answers of the subgraphs that the config names; null where it names none. What is kept outlives a reload that says the same of it. */
export function keepAnswers({ supergraph, copies, config, lasting, metrics, logger }: CachingOptions): Extension | null {
  const subgraphs = new Set(config.cache.subgraphs)
  const make = (): Kept => openKept(config, logger.child({ component: 'cache' }))
  const kept = subgraphs.size === 0 ? null : lasting.keep('cache', config.cache, { make, close: ({ follower }) => follower?.stop() })
  const asks = metrics.counter('router_cache_asks_total', 'Root requests and entities that were asked for, by whether they were kept.', [
    'kind',
    'outcome',
  ])
  metrics.gauge('router_cache_entries', 'Answers that are kept.', () => kept?.store.entries ?? 0)
  metrics.gauge('router_cache_bytes', 'What they take, about.', () => kept?.store.bytes ?? 0)
  if (kept === null) return null
  const { store, follower } = kept
  const caching: Caching = {
    store,
    isOn: () => follower?.isFollowing() !== false,
    ...copies(),
    typesOf: planFacts(supergraph.document).typesOf,
    asked: (kind, outcome, count) => (count > 0 ? asks.inc({ kind, outcome }, count) : undefined),
  }
  return { subgraphCall: (next, subgraph) => (subgraphs.has(subgraph) ? cacheCalls(next, subgraph, caching) : next) }
}

function openKept({ cache }: Pick<RouterConfig, 'cache'>, logger: Logger): Kept {
  const store = createMemoryStore({ maxBytes: cache.maxBytes })
  return { store, follower: cache.bus.topics.length === 0 ? null : followEvents({ cache, store, logger }) }
}
