import type { DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'

import type { Extension } from '../extensions/extension.ts'
import type { RouterViewer } from '../identity/routerViewer.ts'
import type { FurtherParts } from '../incremental/deliverParts.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { AskSubgraph } from './askSubgraph.ts'
import type { CallSubgraph } from './callSubgraph.ts'

/** One operation of a client, fit to be planned: parsed, within the limits, valid against the engine's own schema, variables coercible. */
export interface Operation {
  readonly document: DocumentNode
  readonly definition: OperationDefinitionNode
  readonly name: string | undefined
  /** As the client sent them; defaults are not filled in. */
  readonly variables: Readonly<Record<string, unknown>>
  /** The variables as the schema wants them, with defaults. */
  readonly coerced: Readonly<Record<string, unknown>>
  /** The document's text and its SHA-256 in hex: what a plan may be remembered by, together with the name. */
  readonly source: string
  readonly hash: string
  /** Whether something of the document may be deferred. @default false */
  readonly holdsDefer?: boolean
}

/** An operation that is kept prepared, with somebody for whom it is: enough to prepare it in another engine. */
export interface WantedOperation {
  readonly operation: Omit<Operation, 'variables' | 'coerced'>
  readonly viewer: RouterViewer
  /** Labels of `@override` that held. */
  readonly overrides: ReadonlySet<string>
}

/** What an engine answers: data, errors or both. */
export interface EngineAnswer {
  readonly data?: Record<string, unknown> | null
  /** Whatever the subgraphs said, unmasked; `presentErrors` comes after. */
  readonly errors?: readonly GraphQLError[]
  /** What the viewer is told of denied parts, fit for clients; the config says where it goes. */
  readonly denials?: readonly GraphQLError[]
  /** What comes when it is ready, where the client takes parts (`RequestContext.inParts`); absent where this is all. */
  readonly later?: AsyncIterable<FurtherParts<EnginePart>>
}

/** What a deferred fragment says of one object of the answer. */
export interface EnginePart {
  /** The client's name for the fragment. */
  readonly label: string | undefined
  /** Of the object, from the root. */
  readonly path: readonly (string | number)[]
  readonly data: Record<string, unknown> | null
  /** As those of the answer. */
  readonly errors: readonly GraphQLError[]
  readonly denials: readonly GraphQLError[]
}

/**
 * What plans an operation and gathers its answer from the subgraphs. One engine serves one supergraph; to serve another, make another.
 * Whatever an engine does, it reaches subgraphs only through the ways it was given.
 */
export interface Engine {
  readonly name: string
  /** What clients may ask for: the supergraph without its machinery and its inaccessible elements. */
  readonly apiSchema: GraphQLSchema
  /** A rejection is a bug. */
  execute(operation: Operation, context: RequestContext): Promise<EngineAnswer>
  /** What was asked for most of late, the most wanted first. Absent where nothing is kept prepared. */
  hottest?(count: number): readonly WantedOperation[]
  /** Prepares an operation that fits the schema before anybody asks. Rejects when it cannot be planned. */
  prepare?(wanted: WantedOperation): Promise<void>
  /** Gives back what it holds. Asking again changes nothing. */
  stop(): Promise<void>
}

/** What an engine is made of. */
export interface EngineParts {
  readonly supergraph: Supergraph
  readonly ask: AskSubgraph
  /** The same ways for requests that are written already. */
  readonly call: CallSubgraph
  /** To be hung around planning, by an engine that plans. @default none */
  readonly extensions?: readonly Extension[]
  readonly logger: Logger
}

/** Makes an engine for a supergraph; rejects, with a sentence in the message, when it cannot serve it. */
export type CreateEngine = (parts: EngineParts) => Promise<Engine>
