import { getVariableValues, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql'

import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { splitIntrospection } from '../execution/introspection/splitIntrospection.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import { createPreparedOperation, type OperationAnswer } from '../execution/preparedOperation.ts'
import { createKeyInData } from '../planning/keepApart.ts'
import type { Planner } from '../planning/planner.ts'
import { context } from './handPlans.ts'

/** What an operation is answered with. */
export interface OwnParts {
  readonly supergraph: DocumentNode
  readonly schema: GraphQLSchema
  readonly planner: Planner
  readonly call: CallSubgraph
}

/** Answers an operation by a planner and our executor, in the form of closures or of generated source. */
export async function ownAnswer(
  { supergraph, schema, planner, call }: OwnParts,
  request: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  generateAfter: number,
): Promise<OperationAnswer> {
  const document = parse(request.query, { noLocation: true })
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new TypeError('No operation')
  const { introspection, rest } = splitIntrospection(document, operation)
  const plan = rest === null ? null : await planner.plan({ document: rest, operationName: undefined, overrides: new Set() })
  const keyInData = createKeyInData(supergraph)
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables)
  if (coerced === undefined) throw errors[0] ?? new TypeError('Variables')
  const parts = { document, operation, plan, introspection, schema, facts: planFacts(supergraph), keyInData, call, generateAfter }
  return createPreparedOperation(parts).run(coerced, context)
}
