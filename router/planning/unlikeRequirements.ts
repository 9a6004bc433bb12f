import { Kind, OperationTypeNode, print, visit, type FieldNode, type SelectionNode } from 'graphql'

import type { PlannedType } from './plannedTypes.ts'

/** The names of fields that require another field with arguments unlike those with which a field beside them requires the same. */
export function fieldsWithUnlikeRequirements(planned: ReadonlyMap<string, PlannedType>): ReadonlySet<string> {
  const unlike = new Set<string>()
  for (const { fields } of planned.values()) {
    const asked = new Map<string, Map<string, string>>()
    for (const [field, { requires }] of fields) {
      for (const { name, arguments: values = [] } of requires.flatMap(fieldsOf)) {
        const text = values.map(print).toSorted().join()
        const others = asked.get(name.value) ?? new Map<string, string>()
        asked.set(name.value, others.set(field, text))
      }
    }
    for (const askers of asked.values()) if (new Set(askers.values()).size > 1) for (const field of askers.keys()) unlike.add(field)
  }
  return unlike
}

/** Whether fields of some names are selected, at whatever depth. */
export function names(selections: readonly SelectionNode[], wanted: ReadonlySet<string>): boolean {
  return selections.some(
    (selection) =>
      (selection.kind === Kind.FIELD && wanted.has(selection.name.value)) ||
      (selection.kind !== Kind.FRAGMENT_SPREAD && names(selection.selectionSet?.selections ?? [], wanted)),
  )
}

const CONDITIONS = new Set(['skip', 'include'])

/** Selections of a root type that are asked for whatever variables say: the answer leaves out what they say. Mutations stay as conditional as they were. */
export function unconditional(selections: readonly SelectionNode[], operation: OperationTypeNode): SelectionNode[] {
  return selections.map((selection) => {
    if (operation !== OperationTypeNode.MUTATION) return withoutConditions(selection)
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) return selection
    const inner = selection.selectionSet.selections
    const selectionSet = {
      ...selection.selectionSet,
      selections: selection.kind === Kind.FIELD ? inner.map(withoutConditions) : unconditional(inner, operation),
    }
    return selection.kind === Kind.FIELD ? { ...selection, selectionSet } : { ...selection, selectionSet }
  })
}

function withoutConditions(selection: SelectionNode): SelectionNode {
  return visit(selection, { Directive: ({ name }) => (CONDITIONS.has(name.value) ? null : undefined) })
}

function fieldsOf(node: Parameters<typeof visit>[0]): FieldNode[] {
  const fields: FieldNode[] = []
  visit(node, { Field: (field) => void fields.push(field) })
  return fields
}
