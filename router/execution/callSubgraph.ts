import type { RequestContext } from '../telemetry/requestContext.ts'
import type { SubgraphAnswer } from './askSubgraph.ts'

/** A request to a subgraph that is written already. */
export interface SubgraphCall {
  /** The subgraph's name in the supergraph. */
  readonly subgraph: string
  readonly operation: 'query' | 'mutation' | 'subscription'
  readonly operationName: string | undefined
  readonly query: string
  /** The whole request as JSON text: query, name, variables. Of two calls in the same name, the same text asks for the same. */
  readonly body: string
  /** Further headers, names in lower case, that extensions add. Those that share and keep answers do not look at them: add them within. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Sends a request to a subgraph in the viewer's own name. Rejects as `AskSubgraph` does. The answer is the caller's own, who will write into it:
 * whoever lets several callers have one answer must give each a copy.
 */
export type CallSubgraph = (call: SubgraphCall, context: RequestContext) => Promise<SubgraphAnswer>
