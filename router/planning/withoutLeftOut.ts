import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql'

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/** Whether a literal `@skip(if: true)` or `@include(if: false)` leaves a selection out, whatever the variables. */
export function isLeftOut(directives: readonly DirectiveNode[] = []): boolean {
  return directives.some(({ name, arguments: values }) => {
    const value = values?.[0]?.value
    if (value?.kind !== Kind.BOOLEAN) return false
    return (name.value === 'skip' && value.value) || (name.value === 'include' && !value.value)
  })
}

/**
 * An operation without what literals leave out of it. Where variables may leave nothing of an object, its type is asked for: whether there is an
 * object is part of the answer, and not every planner asks for an object of which nothing is wanted.
 */
export function withoutLeftOut(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      enter: (node) => {
        const selections = node.selections.filter(({ directives }) => !isLeftOut(directives))
        return selections.length === node.selections.length ? undefined : { ...node, selections }
      },
    },
    Field: {
      leave: (node) =>
        node.selectionSet === undefined || isAsked(node.selectionSet) ? undefined : { ...node, selectionSet: asked(node.selectionSet) },
    },
    FragmentDefinition: { leave: (node) => (isAsked(node.selectionSet) ? undefined : { ...node, selectionSet: asked(node.selectionSet) }) },
    InlineFragment: { leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined) },
  })
}

/** Whether something is asked for whatever the variables. A named fragment always asks for something; it may be left out as a whole. */
function isAsked({ selections }: SelectionSetNode): boolean {
  return selections.some((selection) => {
    const isConditional = selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include') === true
    return !isConditional && (selection.kind !== Kind.INLINE_FRAGMENT || isAsked(selection.selectionSet))
  })
}

function asked(selectionSet: SelectionSetNode): SelectionSetNode {
  return { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] }
}
