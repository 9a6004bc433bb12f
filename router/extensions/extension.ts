import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

import type { ExecutionResult, GraphQLError } from 'graphql'

import type { Result } from '@agora/errors/result.ts'
import type { BodyFault } from '@agora/http-server/readBody.ts'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import type { Operation } from '../execution/engine.ts'
import type { Reply } from '../execution/http/createPost.ts'
import type { Planner } from '../planning/planner.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'

/** One HTTP request for the graph, once it is known who asks. A batch of operations is one request. */
export interface ClientRequest {
  readonly method: string
  /** With its question mark, or empty. */
  readonly search: string
  /** Names in lower case. What goes on to subgraphs is taken from these. */
  readonly headers: Readonly<IncomingHttpHeaders>
  /** Reads the body, up to the length that the config allows. It can be read once: whoever reads it hands on a request that answers what was read. */
  readonly readBody: () => Promise<Result<Buffer, BodyFault>>
}

/** What a request over HTTP is answered with. */
export interface ClientAnswer {
  readonly status: number
  /** Names in lower case. The length is said by whoever sends it. */
  readonly headers: Readonly<OutgoingHttpHeaders>
  /** Whole, or in parts that are sent as they come; whoever stops reading gives the rest up. */
  readonly body: string | Buffer | AsyncIterable<string>
}

/** Answers one request over HTTP. A refusal is an answer too. A rejection is a bug. */
export type AnswerRequest = (request: ClientRequest, context: RequestContext) => Promise<ClientAnswer>

/** An answer, or the beginning of one. */
export interface Answer extends ExecutionResult {
  /** What follows, where the client takes an answer in parts and something of it was deferred. It may be read once; who stops reading gives it up. */
  readonly later?: AsyncIterable<FurtherAnswer>
}

/** A piece of what follows an answer, in the format of 2022-08-24. */
export interface FurtherAnswer {
  readonly incremental: readonly AnswerPart[]
  readonly hasNext: boolean
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** What a deferred fragment says of one object. */
export interface AnswerPart extends Pick<ExecutionResult, 'extensions'> {
  readonly path: readonly (string | number)[]
  readonly label?: string
  readonly data: Record<string, unknown> | null
  readonly errors?: readonly GraphQLError[]
}

/** Answers one valid operation. A refusal is an answer too: `errors` whose `extensions.http.status` says the status of the whole. A rejection is a bug. */
export type AnswerOperation = (operation: Operation, context: RequestContext) => Promise<Answer>

/** Sends one request to one subgraph over HTTP. The reply is text that each caller reads for itself. Rejects where there is none. */
export type SendCall = (call: SubgraphCall, context: RequestContext) => Promise<Reply>

/** Plans one operation. */
export type PlanOperation = Planner['plan']

/**
 * A feature of the router, hung around the stations of a request: each hook is given what comes after it and answers what is to stand in its place. What is
 * switched off contributes no extension and costs nothing. Hooks are asked once, when a graph is opened.
 */
export interface Extension {
  /** Around a request over HTTP and the response to it: its sender is identified and counted, its body is not read. */
  readonly request?: (next: AnswerRequest) => AnswerRequest
  /** Around the answering of an operation, whichever way it came in. */
  readonly operation?: (next: AnswerOperation) => AnswerOperation
  /** Around each call to a subgraph over HTTP. */
  readonly subgraphCall?: (next: SendCall, subgraph: string) => SendCall
  /** Around planning; what is planned is remembered under the operation, the rights and the labels, whoever planned it. */
  readonly plan?: (next: PlanOperation) => PlanOperation
}
