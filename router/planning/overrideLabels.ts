import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql'

import { rootTypesOf } from '../supergraph/rootTypes.ts'
import { readPlannedTypes, type PlannedType } from './plannedTypes.ts'
import { readPossibleTypes, type PossibleTypes } from './possibleTypes.ts'
import { fragmentsOf, operationOf } from './rootFields.ts'

/** The labels of `@override(label:)` in a supergraph. */
export interface OverrideLabels {
  /** All of them, sorted. */
  readonly all: readonly string[]
  /**
   * Those that the plan of an operation may depend on, sorted: these belong into the key of its plan, and no others. Beside the fields that it
   * selects, planners ask for keys and requirements, which may move from subgraph to subgraph as well.
   */
  reachedBy(document: DocumentNode, operationName: string | undefined): readonly string[]
}

/** Reads the labels of a supergraph. */
export function readOverrideLabels(supergraph: DocumentNode): OverrideLabels {
  const types = readPlannedTypes(supergraph)
  const possible = readPossibleTypes(supergraph)
  const roots = rootTypesOf(supergraph)
  const labels = new Set([...types.values()].flatMap(({ fields }) => [...fields.values()].flatMap((field) => field.labels)))
  return {
    all: [...labels].toSorted(),
    reachedBy(document, operationName) {
      if (labels.size === 0) return []
      const operation = operationOf(document, operationName)
      const walk: Walk = { types, possible, fragments: fragmentsOf(document), reached: new Set(), seen: new Map() }
      reach(roots[operation.operation], operation.selectionSet, walk)
      return [...walk.reached].toSorted()
    },
  }
}

interface Walk {
  readonly types: ReadonlyMap<string, PlannedType>
  readonly possible: PossibleTypes
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly reached: Set<string>
  /** Of which types each selection set was seen. */
  readonly seen: Map<SelectionSetNode, Set<string>>
}

/** Everything that a selection set may make a planner ask for: of the type, of what it stands for, and of interfaces that stand for it. */
function reach(type: string, selectionSet: SelectionSetNode, walk: Walk): void {
  const seen = walk.seen.get(selectionSet) ?? new Set()
  if (seen.has(type)) return
  walk.seen.set(selectionSet, seen.add(type))
  for (const name of new Set([type, ...(walk.possible.membersOf(type) ?? []), ...walk.possible.interfacesOf(type)])) {
    for (const key of walk.types.get(name)?.keys ?? []) reach(name, key, walk)
    for (const selection of selectionSet.selections) reachSelection(name, selection, walk)
  }
}

function reachSelection(type: string, selection: SelectionNode, walk: Walk): void {
  if (selection.kind !== Kind.FIELD) {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value)
    if (fragment !== undefined) reach(fragment.typeCondition?.name.value ?? type, fragment.selectionSet, walk)
    return
  }
  const field = walk.types.get(type)?.fields.get(selection.name.value)
  if (field === undefined) return
  for (const label of field.labels) walk.reached.add(label)
  for (const required of field.requires) reach(type, required, walk)
  if (selection.selectionSet !== undefined) reach(field.type, selection.selectionSet, walk)
}
