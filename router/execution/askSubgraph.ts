import type { GraphQLFormattedError } from 'graphql'

import type { RequestContext } from '../telemetry/requestContext.ts'

/** A GraphQL request to a subgraph. */
export interface SubgraphRequest {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  readonly operationName?: string | undefined
}

/** What a subgraph answered. Nothing in it was judged yet. */
export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
}

/**
 * Asks one subgraph, by its name in the supergraph, in the viewer's own name. Rejects with a catalogued GraphQLError when the subgraph gave no
 * GraphQL answer at all: SERVICE_UNAVAILABLE where trying again may help, INTERNAL_SERVER_ERROR where it will not.
 */
export type AskSubgraph = (subgraph: string, request: SubgraphRequest, context: RequestContext) => Promise<SubgraphAnswer>

/** One subgraph behind one transport. */
export type Subgraph = (request: SubgraphRequest, context: RequestContext) => Promise<SubgraphAnswer>
