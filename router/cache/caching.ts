import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Copies } from '../sharing/copies.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { cacheCalls, type Caching } from './cacheCalls.ts'
import type { Kept } from './openCache.ts'

/** What answers are kept by. */
export interface CachingOptions {
  readonly supergraph: Supergraph
  readonly copies: () => Copies
  readonly config: Pick<RouterConfig, 'cache'>
  /** Null where nothing is kept. */
  readonly kept: Kept | null
  readonly metrics: Metrics
}

/** Keeping of answers of the subgraphs that the config names; null where it names none. */
export function keepAnswers({ supergraph, copies, config: { cache }, kept, metrics }: CachingOptions): Extension | null {
  const asks = metrics.counter('router_cache_asks_total', 'Root requests and entities that were asked for, by whether they were kept.', [
    'kind',
    'outcome',
  ])
  if (kept === null) return null
  const { store, follower } = kept
  const subgraphs = new Set(cache.subgraphs)
  const caching: Caching = {
    store,
    isOn: () => follower?.isFollowing() !== false,
    ...copies(),
    typesOf: planFacts(supergraph.document).typesOf,
    maxAgeSeconds: cache.maxAgeSeconds,
    asked: (kind, outcome, count) => (count > 0 ? asks.inc({ kind, outcome }, count) : undefined),
  }
  return { subgraphCall: (next, subgraph) => (subgraphs.has(subgraph) ? cacheCalls(next, subgraph, caching) : next) }
}
