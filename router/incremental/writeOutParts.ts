import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql'

import { onlyItsOwn } from '../authorization/onlyItsOwn.ts'
import { fragmentsOf, operationOf } from '../planning/rootFields.ts'
import { deferOf, deferredAs, labelOf, otherDirectives } from './deferDirective.ts'

/** An operation as it is planned in parts. */
export interface WrittenOut {
  readonly document: DocumentNode
  /** The labels that the fragments of a part have in the document, by the part's own label and the response keys that lead to it. */
  readonly planned: ReadonlyMap<string, readonly string[]>
}

/**
 * The operation with each deferred fragment wherever it comes to stand, under a label of its own: planners know a part by its label, while a fragment that is
 * spread twice defers at two places.
 * @param document of one operation, settled (`createDeferVariants`).
 */
export function writeOutParts(document: DocumentNode, operationName: string | undefined): WrittenOut {
  const fragments = fragmentsOf(document)
  const writing: Writing = { fragments, defers: fragmentsThatDefer(fragments), planned: new Map(), count: 0 }
  const operation = operationOf(document, operationName)
  const written = onlyItsOwn({ ...operation, selectionSet: writeSet(operation.selectionSet, [], writing) }, fragments)
  return { document: written, planned: writing.planned }
}

/** Where a part stands in an answer, as `WrittenOut` names it; positions in lists do not count. */
export function placeOfPart(label: string, path: readonly (string | number)[]): string {
  return JSON.stringify([label, ...path.filter((key) => typeof key === 'string')])
}

interface Writing {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Names of the fragments in which something is deferred. */
  readonly defers: ReadonlySet<string>
  readonly planned: Map<string, string[]>
  count: number
}

function writeSet(set: SelectionSetNode, keys: readonly string[], writing: Writing): SelectionSetNode {
  return { ...set, selections: set.selections.map((node) => write(node, keys, writing)) }
}

function write(node: SelectionNode, keys: readonly string[], writing: Writing): SelectionNode {
  if (node.kind === Kind.FIELD) {
    if (node.selectionSet === undefined) return node
    return { ...node, selectionSet: writeSet(node.selectionSet, [...keys, (node.alias ?? node.name).value], writing) }
  }
  const defer = deferOf(node)
  const fragment = node.kind === Kind.FRAGMENT_SPREAD ? writing.fragments.get(node.name.value) : node
  if (fragment === undefined || (node.kind === Kind.FRAGMENT_SPREAD && defer === undefined && !writing.defers.has(node.name.value))) return node
  const label = defer === undefined ? undefined : labelOf(defer)
  const directives = label === undefined ? (node.directives ?? []) : [...otherDirectives(node), deferredAs(plannedLabel(label, keys, writing))]
  const { typeCondition } = fragment
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(typeCondition === undefined ? {} : { typeCondition }),
    directives,
    selectionSet: writeSet(fragment.selectionSet, keys, writing),
  }
}

function plannedLabel(label: string, keys: readonly string[], writing: Writing): string {
  const planned = `part${writing.count++}`
  const place = placeOfPart(label, keys)
  writing.planned.set(place, [...(writing.planned.get(place) ?? []), planned])
  return planned
}

/** Valid fragments have no cycles; what spreads a fragment that defers, defers. */
function fragmentsThatDefer(fragments: ReadonlyMap<string, FragmentDefinitionNode>): Set<string> {
  const known = new Map<string, boolean>()
  const doesDefer = (name: string): boolean => {
    const before = known.get(name)
    if (before !== undefined) return before
    const fragment = fragments.get(name)
    const found = fragment !== undefined && fragment.selectionSet.selections.some(deep)
    known.set(name, found)
    return found
  }
  const deep = (node: SelectionNode): boolean => {
    if (node.kind !== Kind.FIELD && deferOf(node) !== undefined) return true
    return node.kind === Kind.FRAGMENT_SPREAD ? doesDefer(node.name.value) : node.selectionSet?.selections.some(deep) === true
  }
  return new Set([...fragments.keys()].filter(doesDefer))
}
