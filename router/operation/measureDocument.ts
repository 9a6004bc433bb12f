import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql'

/** How large an operation is once its fragments are written out where they are spread. */
export interface Measure {
  /** Levels of fields below the operation. Introspection is not counted: graphql-js bounds it by a rule of its own. */
  readonly depth: number
  /** Fields in all; one that a selection holds twice counts once. Of introspection only its root field counts. */
  readonly height: number
  /** Fields of the operation itself, each as often as it is written. */
  readonly rootFields: number
  readonly aliases: number
  readonly directives: number
  readonly fields: number
}

const NOTHING: Measure = { depth: 0, height: 0, rootFields: 0, aliases: 0, directives: 0, fields: 0 }

/**
 * Measures the largest operation of a document, before validation. Each fragment is measured once, so neither a cycle (counted as
 * nothing; validation refuses it) nor fragments that double each other cost more than reading the document.
 */
export function measureDocument(document: DocumentNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  const measured = new Map<string, Measure>()

  const measureFragment = (name: string): Measure => {
    const known = measured.get(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)
    if (fragment === undefined) return NOTHING
    measured.set(name, NOTHING)
    const own = measureSelections(fragment.selectionSet)
    const result = { ...own, directives: own.directives + (fragment.directives?.length ?? 0) }
    measured.set(name, result)
    return result
  }

  const measureSelections = ({ selections }: SelectionSetNode): Measure => {
    const keys = new Set<string>()
    return selections.reduce((total, selection) => {
      let inner = NOTHING
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = measureFragment(selection.name.value)
      else if (selection.selectionSet !== undefined) inner = measureSelections(selection.selectionSet)
      return together(total, measureSelection(selection, inner, keys))
    }, NOTHING)
  }

  let largest = NOTHING
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue
    const own = measureSelections(node.selectionSet)
    largest = atLeast(largest, { ...own, directives: own.directives + (node.directives?.length ?? 0) })
  }
  return largest
}

/** @param keys response keys of the same selection so far. */
function measureSelection(selection: SelectionNode, inner: Measure, keys: Set<string>): Measure {
  const directives = inner.directives + (selection.directives?.length ?? 0)
  if (selection.kind !== Kind.FIELD) return { ...inner, directives }
  const { alias, name } = selection
  const isIntrospection = name.value.startsWith('__')
  const key = (alias ?? name).value
  const isNew = !keys.has(key)
  keys.add(key)
  return {
    depth: isIntrospection ? 1 : inner.depth + 1,
    height: (isIntrospection ? 0 : inner.height) + (isNew ? 1 : 0),
    rootFields: 1,
    aliases: inner.aliases + (alias === undefined ? 0 : 1),
    directives,
    fields: inner.fields + 1,
  }
}

function together(one: Measure, other: Measure): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    height: one.height + other.height,
    rootFields: one.rootFields + other.rootFields,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
  }
}

function atLeast(one: Measure, other: Measure): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    height: Math.max(one.height, other.height),
    rootFields: Math.max(one.rootFields, other.rootFields),
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    fields: Math.max(one.fields, other.fields),
  }
}
