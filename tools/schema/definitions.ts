import { Kind, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode } from 'graphql'

/** A subgraph's SDL under its name. */
export interface SubgraphDocument {
  readonly name: string
  readonly typeDefs: DocumentNode
}

/** An object type of one subgraph with what its definition and extensions there say of it together. */
export interface ObjectDefinition {
  readonly subgraph: string
  readonly name: string
  readonly interfaces: readonly string[]
  readonly directives: readonly ConstDirectiveNode[]
  readonly fields: readonly FieldDefinitionNode[]
}

/** Whether one of these directives has the name. */
export const hasDirective = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }, ...names: readonly string[]): boolean =>
  node.directives?.some(({ name }) => names.includes(name.value)) ?? false

/** The object types of a subgraph, each with its extensions folded in. */
export function objectTypes({ name: subgraph, typeDefs }: SubgraphDocument): ObjectDefinition[] {
  const found = new Map<string, ObjectDefinition>()
  for (const definition of typeDefs.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) continue
    const name = definition.name.value
    const before = found.get(name) ?? { subgraph, name, interfaces: [], directives: [], fields: [] }
    found.set(name, {
      ...before,
      interfaces: [...before.interfaces, ...(definition.interfaces ?? []).map((node) => node.name.value)],
      directives: [...before.directives, ...(definition.directives ?? [])],
      fields: [...before.fields, ...(definition.fields ?? [])],
    })
  }
  return [...found.values()]
}
