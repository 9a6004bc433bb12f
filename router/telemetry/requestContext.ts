import type { Logger } from '@agora/logger/logger.ts'

import type { Forwarded } from '../headers/forwardHeaders.ts'
import type { ReceivedHeaders } from '../headers/replyHeaders.ts'
import type { RouterViewer } from '../identity/routerViewer.ts'
import type { Trace } from './trace.ts'
import type { Waits } from './waits.ts'

/** What every station of a request knows about it. */
export interface RequestContext {
  readonly requestId: string
  readonly trace: Trace
  readonly viewer: RouterViewer
  readonly logger: Logger
  /** The application that asks, by the header or the claim that the config names; undefined where nothing says. */
  readonly client?: string | undefined
  /** The address that rate limits count by; undefined for the router's own questions. */
  readonly address?: string
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
  /** Where `signal` is not: aborted when the client has gone. What of an answer comes later is nobody's then, even a mutation's. */
  readonly gone?: AbortSignal
  /** Whether the client takes an answer in parts. */
  readonly inParts?: boolean
  /** Told when a subgraph is asked and when it has answered; absent where nobody wants to know. */
  readonly waits?: Waits
  /** Adds fields to the line that the log will hold about this request. */
  readonly note: (fields: Readonly<Record<string, unknown>>) => void
  /** What of the client's headers goes on to subgraphs; undefined where no rule lets anything through. */
  readonly forwarded?: Forwarded | undefined
  /** Gathers what subgraphs' headers say to the client; undefined where no rule wants any. */
  readonly received?: ReceivedHeaders | undefined
}
