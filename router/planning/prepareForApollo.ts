import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionNode } from 'graphql'

import { readPlannedTypes } from './plannedTypes.ts'
import { fragmentsOf } from './rootFields.ts'

/** Prepares operations on a supergraph for `@apollo/query-planner`. */
export type PrepareForApollo = (document: DocumentNode) => DocumentNode

/**
 * The operation as this planner can plan it. It asks for what a field requires only where the field is asked for, but makes one request for that field and those
 * beside it: where `a` of `{ a @include(if: $x) b }` requires something, `b` would be missing with it. So such a field is asked for whatever the variables say, as is
 * what it stands in wherever that is asked for twice; the answer leaves out what they say. Root fields of mutations stay as conditional as they were.
 */
export function createPrepareForApollo(supergraph: DocumentNode): PrepareForApollo {
  const requiring = new Set<string>()
  for (const { fields } of readPlannedTypes(supergraph).values())
    for (const [name, { requires }] of fields) if (requires.length > 0) requiring.add(name)
  if (requiring.size === 0) return (document) => document
  return (document) => {
    const keys = readKeys(document)
    if (![...keys.names].some((name) => requiring.has(name)) || !keys.isConditional) return document
    const preparing: Preparing = { requiring, repeated: keys.repeated, fragments: fragmentsOf(document) }
    const definitions = document.definitions.map((node) => {
      if (node.kind === Kind.FRAGMENT_DEFINITION || (node.kind === Kind.OPERATION_DEFINITION && node.operation === 'query'))
        return { ...node, selectionSet: { ...node.selectionSet, selections: prepared(node.selectionSet.selections, preparing) } }
      return node.kind === Kind.OPERATION_DEFINITION ? belowRoot(node, preparing) : node
    })
    return { ...document, definitions }
  }
}

interface Preparing {
  readonly requiring: ReadonlySet<string>
  /** Response keys that the document gives more than once. */
  readonly repeated: ReadonlySet<string>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

function readKeys(document: DocumentNode) {
  const names = new Set<string>()
  const seen = new Set<string>()
  const repeated = new Set<string>()
  let isConditional = false
  visit(document, {
    Field: ({ name, alias }) => {
      const key = (alias ?? name).value
      names.add(name.value)
      if (seen.has(key)) repeated.add(key)
      seen.add(key)
    },
    Directive: (node) => void (isConditional ||= isCondition(node)),
  })
  return { names, repeated, isConditional }
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include'

function prepared(selections: readonly SelectionNode[], preparing: Preparing): SelectionNode[] {
  return selections.map((selection) => {
    const own = mustBeAsked(selection, preparing)
      ? { ...selection, directives: (selection.directives ?? []).filter((node) => !isCondition(node)) }
      : selection
    return below(own, preparing)
  })
}

function below<Node extends SelectionNode>(node: Node, preparing: Preparing): Node {
  if (node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined) return node
  return { ...node, selectionSet: { ...node.selectionSet, selections: prepared(node.selectionSet.selections, preparing) } }
}

/** Root fields, and the fragments that they stand in, keep their conditions. */
function belowRoot<Node extends { readonly selectionSet: { readonly selections: readonly SelectionNode[] } }>(
  node: Node,
  preparing: Preparing,
): Node {
  const selections = node.selectionSet.selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return below(selection, preparing)
    return selection.kind === Kind.INLINE_FRAGMENT ? belowRoot(selection, preparing) : selection
  })
  return { ...node, selectionSet: { ...node.selectionSet, selections } }
}

function mustBeAsked(selection: SelectionNode, preparing: Preparing): boolean {
  if (selection.kind !== Kind.FIELD) return innerOf(selection, preparing).some((one) => mustBeAsked(one, preparing))
  return preparing.requiring.has(selection.name.value) || (preparing.repeated.has(keyOf(selection)) && leadsToRequiring(selection, preparing))
}

function leadsToRequiring(selection: SelectionNode, preparing: Preparing): boolean {
  return innerOf(selection, preparing).some(
    (one) => (one.kind === Kind.FIELD && preparing.requiring.has(one.name.value)) || leadsToRequiring(one, preparing),
  )
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value

function innerOf(selection: SelectionNode, { fragments }: Preparing): readonly SelectionNode[] {
  const node = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
  return node?.selectionSet?.selections ?? []
}
