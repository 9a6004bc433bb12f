import { Kind, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

import { fragmentsOf } from '../planning/rootFields.ts'
import type { CacheHints } from './cacheHints.ts'

interface Walk {
  readonly hints: Pick<CacheHints, 'of' | 'rootType'>
  readonly holds: (type: string, field: string) => boolean
  readonly fragments?: ReadonlyMap<string, FragmentDefinitionNode>
}

const INTROSPECTION = new Set(['__schema', '__type', '__typename'])

/** Whether something holds for each field of a selection on a type, at whatever depth. A field that the supergraph does not know never holds; `__typename` always does. */
export function holdsForAll({ selections }: SelectionSetNode, type: string, walk: Walk): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return holdsForAll(selection.selectionSet, selection.typeCondition?.name.value ?? type, walk)
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = walk.fragments?.get(selection.name.value)
      return fragment !== undefined && holdsForAll(fragment.selectionSet, fragment.typeCondition.name.value, walk)
    }
    const { name, selectionSet } = selection
    if (INTROSPECTION.has(name.value)) return true
    if (name.value === '_entities' && type === walk.hints.rootType('query')) return selectionSet !== undefined && holdsForEntities(selectionSet, walk)
    if (!walk.holds(type, name.value)) return false
    return selectionSet === undefined || holdsForAll(selectionSet, walk.hints.of(type, name.value)?.returns ?? '', walk)
  })
}

/**
 * Whether it holds for what is asked of entities, which stands in fragments, each on a type of its own. Whether an entity exists may itself be one viewer's: of each
 * type something that holds must be asked, not its name alone.
 */
function holdsForEntities(selectionSet: SelectionSetNode, walk: Walk): boolean {
  const fragments = selectionSet.selections.filter(({ kind }) => kind !== Kind.FIELD)
  const asks = fragments.every((fragment) => asksForField({ kind: Kind.SELECTION_SET, selections: [fragment] }, walk))
  return fragments.length > 0 && asks && holdsForAll(selectionSet, '_Entity', walk)
}

function asksForField({ selections }: SelectionSetNode, walk: Walk): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return !INTROSPECTION.has(selection.name.value)
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments?.get(selection.name.value)
    return fragment !== undefined && asksForField(fragment.selectionSet, walk)
  })
}

/** Whether viewers with equal permissions may share the answer of a client's operation: a query all of whose fields are public. */
export function isPublicOperation(document: DocumentNode, operation: OperationDefinitionNode, hints: CacheHints): boolean {
  return isPublicQuery(document, operation, { hints, holds: hints.isPublicForClients })
}

/** The same of a request to a subgraph, which names all that is asked for itself. */
export function isPublicRequest(document: DocumentNode, hints: CacheHints): boolean {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return operation !== undefined && isPublicQuery(document, operation, { hints, holds: (type, field) => hints.of(type, field)?.isPublic === true })
}

function isPublicQuery(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  walk: Pick<Walk, 'holds'> & { readonly hints: CacheHints },
): boolean {
  const fragments = fragmentsOf(document)
  return operation.operation === 'query' && holdsForAll(operation.selectionSet, walk.hints.rootType('query'), { ...walk, fragments })
}
