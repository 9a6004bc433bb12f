import { Kind, type DocumentNode, type OperationTypeNode } from 'graphql'

/** The names of the types that operations start from, by kind of operation. */
export type RootTypes = Readonly<Record<OperationTypeNode, string>>

/** Reads them from `schema` and `extend schema` alike; where neither says, they have their usual names. */
export function rootTypesOf(supergraph: DocumentNode): RootTypes {
  const roots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }
  for (const node of supergraph.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue
    for (const { operation, type } of node.operationTypes ?? []) roots[operation] = type.name.value
  }
  return roots
}
