import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Lasting } from '../reload/lasting.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { limitCost } from '../traffic/limitCost.ts'
import { createLimiter } from '../traffic/limiter.ts'
import type { SharedCounters } from '../traffic/sharedCounters.ts'
import { controlDemand } from './controlDemand.ts'
import { readCostModel } from './costModel.ts'
import { createEstimates } from './estimates.ts'

/** What operations are charged by. */
export interface ChargeParts {
  readonly supergraph: Supergraph
  readonly config: RouterConfig
  readonly metrics: Metrics
  readonly lasting: Lasting
  readonly counters: SharedCounters | null
}

/** What hangs on the costs of operations: their own limits, then what viewers or applications may cost together. Nothing is read where neither is wanted. */
export function chargeOperations({ supergraph, config, metrics, lasting, counters }: ChargeParts): (Extension | null)[] {
  const { demandControl, rateLimits, redis } = config
  const limit = rateLimits.enabled ? rateLimits.cost : undefined
  if (demandControl.mode === 'off' && limit === undefined) return []
  const model = readCostModel(supergraph)
  const estimate = createEstimates(model, demandControl.listSize)
  const control = controlDemand({ model, estimate, config, metrics })
  if (limit === undefined) return [control]
  const bucket = { requests: limit.points, seconds: limit.seconds, burst: 0, burstSeconds: 1 }
  const take = lasting.keep('costLimits', [limit, rateLimits.shared, redis], { make: () => createLimiter('cost', bucket, counters) })
  return [control, limitCost({ estimate, limit, take })]
}
