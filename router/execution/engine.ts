import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { AskSubgraph } from './askSubgraph.ts'

/** One operation of a client, fit to be planned: parsed, within the limits, valid against the engine's own schema, variables coercible. */
export interface Operation {
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly name: string | undefined
  /** As the client sent them; defaults are not filled in. */
  readonly variables: Readonly<Record<string, unknown>>
  /** The document's text and its SHA-256 in hex: what a plan may be remembered by, together with the name. */
  readonly source: string
  readonly hash: string
}

/**
 * What plans an operation and gathers its answer from the subgraphs. One engine serves one supergraph; to serve another, make another.
 * Whatever an engine does, it reaches subgraphs only through the `AskSubgraph` it was given, and judges nobody's rights.
 */
export interface Engine {
  readonly name: string
  /** What clients may ask for: the supergraph without its machinery and its inaccessible elements. */
  readonly apiSchema: GraphQLSchema
  /** Resolves with data, errors or both. Errors carry whatever the subgraphs said, unmasked; `presentErrors` comes after. A rejection is a bug. */
  execute(operation: Operation, context: RequestContext): Promise<ExecutionResult>
  stop(): Promise<void>
}

/** What an engine is made of. */
export interface EngineParts {
  readonly supergraph: Supergraph
  readonly ask: AskSubgraph
  readonly logger: Logger
}

/** Makes an engine for a supergraph; rejects, with a sentence in the message, when it cannot serve it. */
export type CreateEngine = (parts: EngineParts) => Promise<Engine>
