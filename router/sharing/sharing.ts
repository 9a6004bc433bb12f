import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Extension } from '../extensions/extension.ts'
import type { Copies } from './copies.ts'
import type { Changes } from './inFlight.ts'
import { shareCalls } from './shareCalls.ts'
import { shareOperations } from './shareOperations.ts'

/** What both places of sharing go by. */
export interface Sharing extends Copies {
  readonly changes: Changes
  /** Counts those who were answered by what was under way for somebody else. */
  readonly joined: (place: 'operation' | 'call') => void
}

/** What sharing is set up with. */
export interface SharingOptions {
  readonly copies: () => Copies
  readonly config: Pick<RouterConfig, 'sharing'>
  readonly metrics: Metrics
}

/** Sharing of equal queries that are under way at once, at the door and at the calls to subgraphs; null where the config has both switched off. */
export function shareEqualQueries({ copies, config, metrics }: SharingOptions): Extension | null {
  const { operations, calls } = config.sharing
  if (!operations && !calls) return null
  const shared = metrics.counter('router_shared_total', 'Queries and calls that were answered by what was under way for an equal one.', ['place'])
  const sharing: Sharing = {
    ...copies(),
    changes: { count: 0 },
    joined: (place) => shared.inc({ place }),
  }
  return {
    ...(operations ? { operation: (next) => shareOperations(next, sharing) } : {}),
    ...(calls ? { subgraphCall: (next) => shareCalls(next, sharing) } : {}),
  }
}
