import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

/** How large an operation is once its fragments are written out where they are spread. */
export interface Measure {
  /** Levels of fields below the operation. Introspection is not counted: graphql-js bounds it by a rule of its own. */
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  readonly fields: number
}

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0 }

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
    let { depth, aliases, directives, fields } = NOTHING
    for (const selection of selections) {
      directives += selection.directives?.length ?? 0
      let inner = NOTHING
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = measureFragment(selection.name.value)
      else if (selection.selectionSet !== undefined) inner = measureSelections(selection.selectionSet)
      const isField = selection.kind === Kind.FIELD
      const isIntrospection = isField && selection.name.value.startsWith('__')
      fields += inner.fields + (isField ? 1 : 0)
      aliases += inner.aliases + (isField && selection.alias !== undefined ? 1 : 0)
      directives += inner.directives
      depth = Math.max(depth, isIntrospection ? 1 : inner.depth + (isField ? 1 : 0))
    }
    return { depth, aliases, directives, fields }
  }

  let largest = NOTHING
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue
    const own = measureSelections(node.selectionSet)
    largest = atLeast(largest, { ...own, directives: own.directives + (node.directives?.length ?? 0) })
  }
  return largest
}

function atLeast(one: Measure, other: Measure): Measure {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    fields: Math.max(one.fields, other.fields),
  }
}
