import { Kind, parse, type OperationDefinitionNode } from 'graphql'

/** A request to a subgraph, as far as it matters here. */
export interface Asked {
  readonly operation: 'query' | 'mutation' | 'subscription'
  readonly query: string
}

/** Whether a request may be answered twice: a query, or a mutation of nothing but the named root fields. */
export function isRepeatable({ operation, query }: Asked, idempotent: ReadonlySet<string>): boolean {
  if (operation === 'query') return true
  if (operation === 'subscription' || idempotent.size === 0) return false
  const selections = parse(query, { noLocation: true })
    .definitions.filter((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ selectionSet }) => selectionSet.selections)
  return selections.every((selection) => selection.kind === Kind.FIELD && idempotent.has(selection.name.value))
}

/** The kind of an operation by its text, as planners print it: one operation, first in its document. */
export function kindOf(query: string): Asked['operation'] {
  const [, kind] = /^\s*(mutation|subscription)\b/.exec(query) ?? []
  return kind === 'mutation' || kind === 'subscription' ? kind : 'query'
}
