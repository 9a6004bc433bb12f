import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Extension } from '../extensions/extension.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { readCacheHints, type CacheHints } from './cacheHints.ts'
import type { Changes } from './inFlight.ts'
import { shareCalls } from './shareCalls.ts'
import { shareOperations } from './shareOperations.ts'
import { createViewerKeys, type ViewerKeys } from './viewerKeys.ts'
import type { RouterViewer } from '../identity/routerViewer.ts'
import type { DocumentNode } from 'graphql'

/** What both places of sharing go by. */
export interface Sharing {
  readonly hints: CacheHints
  readonly keys: (viewer: RouterViewer) => ViewerKeys
  readonly changes: Changes
  /** All of the client's headers that subgraphs are told, as text. */
  readonly forwarded: (context: RequestContext) => string
  /** Counts those who were answered by what was under way for somebody else. */
  readonly joined: (place: 'operation' | 'call') => void
}
