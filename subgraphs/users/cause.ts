import type { RequestFacts } from '@agora/subgraph-kit/context.ts'

/** The request that something follows from: it stands in events, in the audit trail and with messages. */
export interface Cause {
  readonly requestId: string
  /** The `sub` of who asked; `anonymous` for who has none. */
  readonly actor: string
}

/** The cause of whatever a request brings about. */
export const causeOf = ({ viewer, requestId }: Pick<RequestFacts, 'viewer' | 'requestId'>): Cause => ({
  requestId,
  actor: viewer.kind === 'anonymous' ? 'anonymous' : viewer.sub,
})
