import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'

import { rootTypesOf } from '../supergraph/rootTypes.ts'
import { readPlannedTypes, type PlannedType } from './plannedTypes.ts'
import { readPossibleTypes, type PossibleTypes } from './possibleTypes.ts'
import { fragmentsOf } from './rootFields.ts'
import { fieldsWithUnlikeRequirements, names, unconditional } from './unlikeRequirements.ts'

/** Prepares operations on a supergraph for the native planner. */
export type PrepareForNative = (document: DocumentNode, operation: OperationDefinitionNode) => DocumentNode

/**
 * The operation as the native planner can plan it, with fragments written out. An alias that is the field's own name panics; a fragment of the
 * type that it stands in is not found; `__typename` of what may be of several types is asked for only where the client does; and requirements
 * with unlike arguments are told apart only where none depends on variables.
 */
export function createPrepareForNative(supergraph: DocumentNode): PrepareForNative {
  const types: Types = { planned: readPlannedTypes(supergraph), possible: readPossibleTypes(supergraph) }
  const roots = rootTypesOf(supergraph)
  const unlike = fieldsWithUnlikeRequirements(types.planned)
  return (document, operation) => {
    const preparing = { ...types, fragments: fragmentsOf(document) }
    const written = preparedSelections(operation.selectionSet.selections, roots[operation.operation], preparing)
    const selections = unlike.size > 0 && names(written, unlike) ? unconditional(written, operation.operation) : written
    return { ...document, definitions: [{ ...operation, selectionSet: { ...operation.selectionSet, selections } }] }
  }
}

interface Types {
  readonly planned: ReadonlyMap<string, PlannedType>
  readonly possible: PossibleTypes
}

interface Preparing extends Types {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

function preparedSelections(selections: readonly SelectionNode[], type: string, preparing: Preparing): SelectionNode[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD) return preparedField(selection, type, preparing)
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : preparing.fragments.get(selection.name.value)
    const on = fragment?.typeCondition?.name.value ?? type
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(on !== type && fragment?.typeCondition !== undefined && { typeCondition: fragment.typeCondition }),
      ...(selection.directives !== undefined && { directives: selection.directives }),
      selectionSet: { kind: Kind.SELECTION_SET, selections: preparedSelections(fragment?.selectionSet.selections ?? [], on, preparing) },
    } satisfies InlineFragmentNode
  })
}

function preparedField({ alias, ...field }: FieldNode, parent: string, preparing: Preparing): FieldNode {
  const own = { ...field, ...(alias !== undefined && alias.value !== field.name.value && { alias }) }
  const type = preparing.planned.get(parent)?.fields.get(field.name.value)?.type
  if (field.selectionSet === undefined || type === undefined) return own
  const selections = preparedSelections(field.selectionSet.selections, type, preparing)
  return { ...own, selectionSet: { ...field.selectionSet, selections: withTypename(selections, type, preparing) } }
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

/** What an interface object answers is asked for its true type only where the client wants to know it: that costs a request. */
function withTypename(selections: SelectionNode[], type: string, { planned, possible }: Types): SelectionNode[] {
  if (possible.membersOf(type) === undefined) return selections
  if (planned.get(type)?.isInterfaceObject === true && !selections.some(asksTypename)) return selections
  return [TYPENAME, ...selections]
}

function asksTypename(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD
    ? selection.name.value === '__typename'
    : selection.kind === Kind.INLINE_FRAGMENT && selection.selectionSet.selections.some(asksTypename)
}
