import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode } from 'graphql'

import { rootTypesOf } from '../supergraph/rootTypes.ts'
import { holdsDefer } from './holdsDefer.ts'
import { readPlannedTypes, type PlannedType } from './plannedTypes.ts'
import { fragmentsOf } from './rootFields.ts'

/**
 * What the native planner must not be asked, in a sentence; undefined for all else. It would drop `@defer`. And of what an interface object
 * answers it plans no fragments of other types, or plans them wrongly: things of one type are asked for what only those of another are; and what stands under a
 * condition is asked for things of one type alone.
 */
export function createNativeRefusal(supergraph: DocumentNode): (document: DocumentNode) => string | undefined {
  const planned = readPlannedTypes(supergraph)
  const roots = rootTypesOf(supergraph)
  const hasInterfaceObjects = [...planned.values()].some(({ isInterfaceObject }) => isInterfaceObject)
  return (document) => {
    if (holdsDefer(document)) return 'The native planner plans no @defer.'
    if (!hasInterfaceObjects) return undefined
    const reading: Reading = { planned, fragments: fragmentsOf(document) }
    const isTold = document.definitions.some(
      (definition) =>
        definition.kind === Kind.OPERATION_DEFINITION && tellsApart(definition.selectionSet.selections, roots[definition.operation], reading),
    )
    return isTold ? 'The native planner errs about fragments on what an interface object answers.' : undefined
  }
}

interface Reading {
  readonly planned: ReadonlyMap<string, PlannedType>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

/** Whether fragments of other types, or with conditions, stand anywhere in what is of an interface that some subgraph knows as an object. */
function tellsApart(selections: readonly SelectionNode[], type: string, reading: Reading): boolean {
  const { planned, fragments } = reading
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) {
      const inner = planned.get(type)?.fields.get(selection.name.value)?.type
      return selection.selectionSet !== undefined && inner !== undefined && tellsApart(selection.selectionSet.selections, inner, reading)
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    const on = fragment?.typeCondition?.name.value ?? type
    const isConditional = (selection.directives ?? []).length > 0
    if ((on !== type || isConditional) && planned.get(type)?.isInterfaceObject === true) return true
    return tellsApart(fragment?.selectionSet.selections ?? [], on, reading)
  })
}
