import type { ExecutionResult } from 'graphql'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import type { Operation } from '../execution/engine.ts'
import type { Reply } from '../execution/http/createPost.ts'
import type { Planner } from '../planning/planner.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'

/** Answers one valid operation. A refusal is an answer too: `errors` whose `extensions.http.status` says the status of the whole. A rejection is a bug. */
export type AnswerOperation = (operation: Operation, context: RequestContext) => Promise<ExecutionResult>

/** Sends one request to one subgraph over HTTP. The reply is text that each caller reads for itself. Rejects where there is none. */
export type SendCall = (call: SubgraphCall, context: RequestContext) => Promise<Reply>

/** Plans one operation. */
export type PlanOperation = Planner['plan']

/**
 * A feature of the router, hung around the stations of a request: each hook is given what comes after it and answers what is to stand in its place. What is
 * switched off contributes no extension and costs nothing. Hooks are asked once, when a graph is opened.
 */
export interface Extension {
  /** Around the answering of an operation, whichever way it came in. */
  readonly operation?: (next: AnswerOperation) => AnswerOperation
  /** Around each call to a subgraph over HTTP. */
  readonly subgraphCall?: (next: SendCall, subgraph: string) => SendCall
  /** Around planning; what is planned is remembered under the operation, the rights and the labels, whoever planned it. */
  readonly plan?: (next: PlanOperation) => PlanOperation
}
