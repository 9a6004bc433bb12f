import type { GraphQLFormattedError } from 'graphql'

import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { CallSubgraph } from '../callSubgraph.ts'
import type { Found } from './collect.ts'
import type { Fetch } from './readFetch.ts'
import type { Data } from './represent.ts'

/** What one run of a plan has gathered so far. */
export interface Gathering {
  /** Grows as answers come. */
  readonly data: Data
  /** The client's, coerced. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: RequestContext
  readonly call: CallSubgraph
  readonly failures: Failure[]
  /** Nothing more is asked for: what is left of the answer is null already. */
  isOver: boolean
}

/** A request that brought errors. Where a client sees them is worked out once everything has been gathered. */
export interface Failure {
  readonly fetch: Fetch
  /** The entities that were asked about, list by list. */
  readonly found: readonly Found[]
  readonly errors: readonly SubgraphError[]
  /** The lists that brought nothing at all, by their keys; for a root fetch its one name is empty. */
  readonly empty: ReadonlySet<string>
}

/** What a subgraph said, or why it said nothing. */
export interface SubgraphError extends Pick<GraphQLFormattedError, 'message' | 'path' | 'extensions'> {
  readonly cause?: Error
}

/** One part of a plan, made a function. Undefined when there was nothing to wait for. It rejects for bugs alone. */
export type Run = (gathering: Gathering) => Promise<void> | undefined
