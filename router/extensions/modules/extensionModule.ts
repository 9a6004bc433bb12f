import type { ExecutionResult } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import type { Reply } from '../../execution/http/createPost.ts'
import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { ClientAnswer, Extension } from '../extension.ts'
import type { StandardSchema } from './standardSchema.ts'

/** What an operator's module is made with, once for each generation that it serves in. */
export interface ModuleParts<Options = unknown> {
  /** What the config gives it: through the schema that it exports, else as it stands in the config. */
  readonly options: Options
  /** Its lines say whose they are. A request has a logger of its own, `context.logger`, whose lines say which request too. */
  readonly logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
  /** Names begin with `extension_`. A name keeps its labels as long as the process runs. */
  readonly metrics: Pick<Metrics, 'counter' | 'histogram'>
  /** The names of the supergraph's subgraphs. */
  readonly subgraphs: readonly string[]
  /** Aborted when its generation is closed: give back then what was opened. */
  readonly signal: AbortSignal
  /** Makes refusals, which are answers too. */
  readonly refuse: Refusals
}

/** Makes an extension. What it throws refuses the generation. */
export type CreateExtension<Options = unknown> = (parts: ModuleParts<Options>) => Extension | Promise<Extension>

/** What an operator's module exports. */
export interface ExtensionModule {
  readonly default: CreateExtension
  /** What its options must be: a schema of any library that implements Standard Schema, such as zod. */
  readonly options?: StandardSchema
}

/** Why something is refused, as the client is told. */
export interface Refusal {
  /** Of the whole answer. */
  readonly status: number
  /** For `extensions.code`; its own, or one of docs/errors.md. */
  readonly code: string
  readonly message: string
}

/** A refusal, as each station answers it. */
export interface Refusals {
  request(refusal: Refusal, context: RequestContext): ClientAnswer
  operation(refusal: Refusal, context: RequestContext): ExecutionResult
  /** The reply of a subgraph that was not asked: its fields are null for this reason, the rest of the answer stands. Clients are told codes that subgraphs may tell them, such as FORBIDDEN. */
  call(refusal: Omit<Refusal, 'status'>): Reply
}
