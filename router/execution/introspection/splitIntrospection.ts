import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode } from 'graphql'

import { onlyItsOwn } from '../../authorization/onlyItsOwn.ts'
import { fragmentsOf } from '../../planning/rootFields.ts'

/** An operation in two: what the router answers by itself, and what has to be planned. */
export interface SplitOperation {
  /** The operation with nothing but `__schema` and `__type` of its root; null when it has none. */
  readonly introspection: DocumentNode | null
  /** The operation without them, with the fragments and variables that it still uses; null when nothing is left. */
  readonly rest: DocumentNode | null
}

/** Splits the introspection off an operation, for planners plan none. */
export function splitIntrospection(document: DocumentNode, operation: OperationDefinitionNode): SplitOperation {
  const fragments = fragmentsOf(document)
  const selections = operation.selectionSet.selections.flatMap((node) => introspectionIn(node, fragments))
  const introspective = { ...operation, selectionSet: { ...operation.selectionSet, selections } }
  return {
    introspection: selections.length === 0 ? null : { ...document, definitions: [introspective, ...fragments.values()] },
    rest: selections.length === 0 && !names(document) ? only(document, operation) : restOf(document, operation),
  }
}

const INTROSPECTION = new Set(['__schema', '__type'])

/** A selection of the root with all but introspection taken out; spreads are written out. */
function introspectionIn(node: SelectionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionNode[] {
  if (node.kind === Kind.FIELD) return INTROSPECTION.has(node.name.value) ? [node] : []
  const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
  const selections = (fragment?.selectionSet.selections ?? []).flatMap((inner) => introspectionIn(inner, fragments))
  if (fragment === undefined || selections.length === 0) return []
  const { typeCondition } = fragment
  return [
    {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition === undefined ? {} : { typeCondition }),
      ...(node.directives === undefined ? {} : { directives: node.directives }),
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    },
  ]
}

function names(document: DocumentNode): boolean {
  let found = false
  visit(document, { Field: ({ name }) => void (found ||= INTROSPECTION.has(name.value)) })
  return found
}

function only(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const isAlone = document.definitions.every((node) => node === operation || node.kind === Kind.FRAGMENT_DEFINITION)
  return isAlone ? document : onlyItsOwn(operation, fragmentsOf(document))
}

function restOf(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | null {
  let rest: DocumentNode = {
    ...document,
    definitions: document.definitions.filter((node) => node === operation || node.kind === Kind.FRAGMENT_DEFINITION),
  }
  // What loses its last selection goes, and so, in the next round, does what held it.
  for (let before: DocumentNode | null = null; before !== rest;) {
    before = rest
    const empty = new Set(rest.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION && isEmpty(node) ? [node.name.value] : [])))
    rest = visit(rest, {
      Field: (node) => (INTROSPECTION.has(node.name.value) || isEmpty(node) ? null : undefined),
      InlineFragment: (node) => (isEmpty(node) ? null : undefined),
      FragmentSpread: (node) => (empty.has(node.name.value) ? null : undefined),
      FragmentDefinition: { leave: (node) => (isEmpty(node) && empty.has(node.name.value) ? null : undefined) },
    })
  }
  const left = rest.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return left === undefined || isEmpty(left) ? null : onlyItsOwn(left, fragmentsOf(rest))
}

function isEmpty({ selectionSet }: { readonly selectionSet?: { readonly selections: readonly SelectionNode[] } | undefined }): boolean {
  return selectionSet?.selections.length === 0
}
