import { Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode } from 'graphql'

/** One field that an operation asks of its root type. */
export interface RootField {
  readonly node: FieldNode
  /** The field with the fragments that stand around it, written out; nothing else in them. */
  readonly selection: SelectionNode
}

/** The chosen operation of a document; the only one where no name is given. */
export function operationOf(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && (name === undefined || definition.name?.value === name)) return definition
  }
  throw new Error(`The document has no operation ${name ?? ''}`.trimEnd())
}

/** The fragments of a document, by name. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])),
  )
}

/** The root fields of an operation in their order. */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): RootField[] {
  const fragments = fragmentsOf(document)
  const fieldsOf = (selection: SelectionNode): RootField[] => {
    if (selection.kind === Kind.FIELD) return [{ node: selection, selection }]
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    return (fragment?.selectionSet.selections ?? []).flatMap(fieldsOf).map(({ node, selection: inner }) => ({
      node,
      selection: {
        kind: Kind.INLINE_FRAGMENT,
        ...(fragment?.typeCondition === undefined ? {} : { typeCondition: fragment.typeCondition }),
        ...(selection.directives === undefined ? {} : { directives: selection.directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      },
    }))
  }
  return operation.selectionSet.selections.flatMap(fieldsOf)
}
