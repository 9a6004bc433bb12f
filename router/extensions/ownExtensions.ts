import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import { shareEqualQueries } from '../sharing/sharing.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { Extension } from './extension.ts'

/** What extensions are made of. */
export interface ExtensionParts {
  readonly supergraph: Supergraph
  readonly config: RouterConfig
  readonly metrics: Metrics
}

/** The features that the config switches on, in their order: the first is outermost. */
export function ownExtensions(parts: ExtensionParts): Extension[] {
  return [shareEqualQueries(parts)].filter((extension) => extension !== null)
}
