import { codedError } from '@agora/errors/graphqlError.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'

/** What an event says of the request that caused it. The permission tree lets no anonymous viewer get this far. */
export function causeOf({ viewer, requestId }: Pick<SubgraphContext, 'viewer' | 'requestId'>): EventMetadata {
  if (viewer.kind === 'anonymous') throw codedError('FORBIDDEN', 'Not authorised')
  return { correlationId: requestId, causationId: null, actor: viewer.sub }
}
