import { Kind, type DocumentNode, type GraphQLSchema, type SelectionNode } from 'graphql'

import type { PlanOperation } from '../extensions/extension.ts'
import { createPreparedInParts } from '../incremental/prepareInParts.ts'
import { writeOutParts } from '../incremental/writeOutParts.ts'
import { holdsDefer } from '../planning/holdsDefer.ts'
import type { KeyInData } from '../planning/keepApart.ts'
import type { Plan } from '../planning/plan.ts'
import type { CallSubgraph } from './callSubgraph.ts'
import type { Operation } from './engine.ts'
import { splitIntrospection } from './introspection/splitIntrospection.ts'
import type { PlanFacts } from './plan/planFacts.ts'
import { createPreparedOperation, type PreparedOperation } from './preparedOperation.ts'

/** What all operations of a supergraph are prepared with. */
export interface PrepareParts {
  readonly plan: PlanOperation
  readonly schema: GraphQLSchema
  readonly facts: PlanFacts
  readonly keyInData: KeyInData
  readonly call: CallSubgraph
}

/** An operation, what of it may be asked, and the labels that hold. */
export interface ToPrepare {
  readonly operation: Pick<Operation, 'document' | 'definition' | 'name'>
  readonly admitted: {
    /** Null where nothing is left to ask. */
    readonly document: DocumentNode | null
    readonly denied: ReadonlySet<SelectionNode>
  }
  readonly overrides: ReadonlySet<string>
}

/** Plans an operation, settled as to what is deferred, and compiles it. Introspection is answered from the schema, which is everybody's, whatever was denied beside it. */
export async function prepareOperation(parts: PrepareParts, { operation, admitted, overrides }: ToPrepare): Promise<PreparedOperation> {
  const { document, definition, name } = operation
  const { introspection } = splitIntrospection(document, definition)
  const rest = restOf(admitted.document, name)
  const common = { ...parts, document, operation: definition, denied: admitted.denied, introspection }
  const planned = async (wanted: DocumentNode): Promise<Plan> => parts.plan({ document: wanted, operationName: name, overrides })
  if (!holdsDefer(document)) return createPreparedOperation({ ...common, plan: rest === null ? null : await planned(rest) })
  const written = rest === null ? null : writeOutParts(rest, name)
  const plan = written === null ? null : await planned(written.document)
  return createPreparedInParts({ ...common, plan, planned: written?.planned ?? new Map() })
}

function restOf(document: DocumentNode | null, name: string | undefined): DocumentNode | null {
  const operation = document?.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION && (name === undefined || node.name?.value === name))
  return document === null || operation?.kind !== Kind.OPERATION_DEFINITION ? null : splitIntrospection(document, operation).rest
}
