import type { DocumentNode } from 'graphql'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { Plan } from './plan.ts'

/** One operation to be planned: valid, without introspection, holding nothing that the viewer may not ask for. */
export interface PlanRequest {
  /** The operation and the fragments that it uses, nothing else. */
  readonly document: DocumentNode
  readonly operationName: string | undefined
  /** Labels of `@override(label:)` that hold for this request, `percent(x)` among them. Only those that the operation can reach. */
  readonly overrides: ReadonlySet<string>
}

/** Makes plans for one supergraph. */
export interface Planner {
  readonly name: 'native' | 'apollo'
  /** Says, in a sentence, why it does not plan an operation; undefined where it does. Without it, it plans all. */
  readonly refuses?: (document: DocumentNode) => string | undefined
  /** Rejects with a sentence when the operation cannot be planned; a rejection is a bug of the planner or the supergraph, never the client's. */
  plan(request: PlanRequest): Promise<Plan>
  /** Gives back at once what it holds; it plans no more. Forgotten, it gives most of it back after a minute without operations. */
  readonly stop?: () => void
}

/** Makes a planner; rejects, with a sentence in the message, when the supergraph cannot be planned for. */
export type CreatePlanner = (supergraph: Supergraph) => Promise<Planner>
