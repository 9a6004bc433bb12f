import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { keepAnswers } from '../cache/caching.ts'
import type { Kept } from '../cache/openCache.ts'
import type { RouterConfig } from '../config/routerConfig.ts'
import { chargeOperations } from '../demandControl/chargeOperations.ts'
import { applyHeaderRules } from '../headers/headerPolicy.ts'
import type { Lasting } from '../reload/lasting.ts'
import { createCopies } from '../sharing/copies.ts'
import { shareEqualQueries } from '../sharing/sharing.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { TracingExtensions } from '../telemetry/tracing/traceOperations.ts'
import type { SharedCounters } from '../traffic/sharedCounters.ts'
import { boundWork } from '../workInFlight/boundWork.ts'
import type { Extension } from './extension.ts'
import type { OpenModules } from './modules/openModules.ts'

/** What extensions are made of. */
export interface ExtensionParts {
  readonly supergraph: Supergraph
  readonly config: RouterConfig
  readonly lasting: Lasting
  readonly metrics: Metrics
  /** Where replicas count together; null where each counts for itself. */
  readonly counters: SharedCounters | null
  /** Where answers of subgraphs are kept; null where none are. */
  readonly kept: Kept | null
  /** The operator's own. */
  readonly modules: Pick<OpenModules, 'around' | 'calls'>
  readonly logger: Logger
}

/**
 * The features that the config switches on, in their order: the first is outermost. Everybody pays for himself, also for what is shared. An operator's hooks stand behind what
 * bounds requests, for they cost too, and before what answers several viewers at once, for they judge each; those around calls stand at the wire.
 */
export async function ownExtensions(parts: ExtensionParts): Promise<Extension[]> {
  const { config, modules } = parts
  const traces = await tracesOf(parts)
  const own = { ...parts, copies: createCopies(parts.supergraph.document) }
  const all = [
    traces?.operations,
    ...chargeOperations(parts),
    ...modules.around,
    applyHeaderRules(config),
    shareEqualQueries(own),
    boundWork(parts),
    keepAnswers(own),
    traces?.calls,
    ...modules.calls,
  ]
  return all.filter((extension) => extension != null)
}

/** Spans that wait to be sent outlive a generation. What makes them takes 20 MB: without traces it is not loaded. */
async function tracesOf({ config: { telemetry }, lasting }: ExtensionParts): Promise<TracingExtensions | null> {
  const { traces } = telemetry
  if (traces === undefined) return null
  const [{ openTracing }, { traceOperations }] = await Promise.all([
    import('../telemetry/tracing/openTracing.ts'),
    import('../telemetry/tracing/traceOperations.ts'),
  ])
  return traceOperations(lasting.keep('tracing', telemetry, { make: () => openTracing(traces), close: (opened) => opened.close() }))
}
