import type { Logger } from '@agora/logger/logger.ts'
import type { Viewer } from '@agora/security/viewer.ts'

/** What is known of a request before a subgraph adds its own. */
export interface RequestFacts {
  /** Verified: who stands behind the request. */
  readonly viewer: Viewer
  readonly requestId: string
  /** The W3C trace context to hand on to whatever this request calls. */
  readonly traceparent: string
  /** Writes lines that carry the request's ids. */
  readonly logger: Logger
}

/** What every resolver's context has at least. */
export interface SubgraphContext {
  readonly viewer: Viewer
  readonly requestId: string
  readonly logger: Logger
}
