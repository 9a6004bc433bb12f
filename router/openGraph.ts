import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { openCache } from './cache/openCache.ts'
import { openPurge, type Purge } from './cache/purge.ts'
import type { RouterConfig } from './config/routerConfig.ts'
import type { CreateEngine, Engine } from './execution/engine.ts'
import { observeCalls } from './execution/httpSubgraph.ts'
import { openNode } from './execution/node/openNode.ts'
import { calledOverHttp, openSubgraphs, type Subgraphs } from './execution/subgraphs.ts'
import type { Extension } from './extensions/extension.ts'
import { openModules } from './extensions/modules/openModules.ts'
import { ownExtensions } from './extensions/ownExtensions.ts'
import { openEdges, type Edges } from './identity/openEdges.ts'
import type { OpenIdentity } from './identity/openIdentity.ts'
import { openLastingIdentity } from './identity/openLastingIdentity.ts'
import type { Lasting } from './reload/lasting.ts'
import { sentenceOf } from './sentenceOf.ts'
import { createTrafficMetrics } from './subgraphTraffic/trafficMetrics.ts'
import type { Supergraph } from './supergraph/readSupergraph.ts'
import { openLastingRedis } from './traffic/openLastingRedis.ts'
import { createSharedCounters, type SharedCounters } from './traffic/sharedCounters.ts'

/** What a graph is opened with. */
export interface GraphOptions {
  readonly supergraph: Supergraph
  readonly config: RouterConfig
  /** A file or an address with the public keys of access tokens. */
  readonly jwks: string | undefined
  readonly createEngine: CreateEngine
  /** Names that are registered already are taken as they are. */
  readonly metrics: Metrics
  readonly lasting: Lasting
  readonly logger: Logger
}

/** All that is behind the doors: who asks, what plans, whom it asks. */
export interface OpenGraph {
  /** The names of the subgraphs that are called over HTTP. */
  readonly called: readonly string[]
  readonly edges: Edges
  readonly access: OpenIdentity
  readonly subgraphs: Subgraphs
  readonly engine: Engine
  /** Where replicas count together; null where each counts for itself. */
  readonly counters: SharedCounters | null
  /** Forgets answers of subgraphs that are kept; null where none are. */
  readonly purge: Purge | null
  /** What hangs around the stations of a request; the first is outermost. */
  readonly extensions: readonly Extension[]
  /** Closes everything but the engine, which its server stops. */
  close(): Promise<void>
}

/** Opens the rooms behind the doors, one after another. Rejects with a sentence in the message when one cannot be opened; the others are closed then. */
export async function openGraph({ supergraph, config, jwks, createEngine, metrics, lasting, logger }: GraphOptions): Promise<OpenGraph> {
  needRedis(config)
  await using opened = new AsyncDisposableStack()
  const called = calledOverHttp(supergraph, config)
  const edges = openEdges(config, called, logger)
  opened.defer(edges.close)
  const createNode = openNode(supergraph, config)
  const redis = config.rateLimits.shared ? await openLastingRedis({ config, lasting, logger }) : null
  const counters = createSharedCounters({ redis, prefix: config.redis.prefix, metrics })
  const kept = await openCache({ config, lasting, metrics, logger })
  const modules = await openModules({ supergraph, config, lasting, metrics, logger })
  opened.defer(modules.close)
  const extensions = await ownExtensions({ supergraph, config, lasting, counters, kept, modules, metrics, logger })
  const subgraphs = openSubgraphs({
    supergraph,
    config,
    mintFor: edges.mintFor,
    createNode,
    observe: observeCalls(metrics),
    extensions,
    metrics: createTrafficMetrics(metrics, lasting),
    lasting,
  })
  opened.defer(subgraphs.close)
  const access = await openLastingIdentity({ config, jwks, called, lasting, logger })
  const engine = await createEngine({ supergraph, ask: subgraphs.ask, call: subgraphs.call, extensions, logger }).catch(unservable)
  const all = opened.move()
  const purge = openPurge(supergraph, config.cache.subgraphs, kept)
  return { called, edges, access, subgraphs, engine, extensions, counters, purge, close: () => all.disposeAsync() }
}

/** Throws a sentence where something is to be shared in Redis and there is none. */
function needRedis({ rateLimits, cache, redis }: RouterConfig): void {
  if (redis.url !== undefined) return
  if (rateLimits.shared) throw new Error('The router cannot start: `rateLimits.shared` counts in Redis, and `redis.url` names none.')
  if (cache.store === 'redis' && cache.subgraphs.length > 0)
    throw new Error('The router cannot start: `cache.store` keeps in Redis, and `redis.url` names none.')
}

function unservable(error: unknown): never {
  throw new Error(`The supergraph cannot be served: ${sentenceOf(error)}`)
}
