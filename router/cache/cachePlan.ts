import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

import { fragmentsOf } from '../planning/rootFields.ts'
import type { CacheHints } from '../sharing/cacheHints.ts'
import { isPublicRequest } from '../sharing/publicSelections.ts'

/** What may be kept of the answers to one request text. */
export interface CachePlan {
  /** Seconds. */
  readonly maxAge: number
  readonly isPublic: boolean
  /** The lists of entities; empty for a request of root fields, which is kept whole. */
  readonly lists: readonly EntityListPlan[]
  /** The types of everything that is selected, but for the entities themselves. */
  readonly holds: readonly string[]
  /** The types that the entities may be of. */
  readonly entities: readonly string[]
}

/** One `_entities` field. */
export interface EntityListPlan {
  /** Its response key. */
  readonly key: string
  /** The variable of its representations. */
  readonly variable: string
  /** What is asked of each entity, as text: entities are kept by it. */
  readonly selection: string
}

/** What may be kept of the answers to a request; null for nothing: mutations, and what says no age or the age 0. */
export function cachePlanOf(query: string, hints: CacheHints, typesOf: TypesOf): CachePlan | null {
  const document = parse(query, { noLocation: true })
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== 'query') return null
  const walk: Walk = { hints, typesOf, fragments: fragmentsOf(document), held: new Set(), entities: new Set() }
  const lists = entityLists(operation, document)
  if (lists === null) return null
  const maxAge = lists.length === 0 ? ageOf(operation.selectionSet, hints.rootType('query'), walk) : ageOfEntities(operation, walk)
  if (!(maxAge > 0 && Number.isFinite(maxAge))) return null
  return { maxAge, isPublic: isPublicRequest(document, hints), lists, holds: [...walk.held], entities: [...walk.entities] }
}

/** All `_entities` fields; none where there are others; null where both stand beside each other. */
function entityLists({ selectionSet }: OperationDefinitionNode, document: DocumentNode): EntityListPlan[] | null {
  const fields = selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD)
  const entities = fields.filter(({ name }) => name.value === '_entities')
  if (entities.length === 0) return []
  const rest = document.definitions
    .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
    .map(print)
    .join(' ')
  const lists = entities.flatMap((field) => listOf(field, rest))
  return lists.length === selectionSet.selections.length ? lists : null
}

function listOf({ alias, name, arguments: given = [], directives = [], selectionSet }: FieldNode, fragments: string): EntityListPlan[] {
  const value = given.find((argument) => argument.name.value === 'representations')?.value
  if (value?.kind !== Kind.VARIABLE || selectionSet === undefined || directives.length > 0) return []
  return [{ key: (alias ?? name).value, variable: value.name.value, selection: `${print(selectionSet)} ${fragments}` }]
}

/** The types that objects of a type may be of, itself included. */
export type TypesOf = (type: string) => ReadonlySet<string>

interface Walk {
  readonly hints: CacheHints
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly typesOf: TypesOf
  /** The types of what fields return. */
  readonly held: Set<string>
  readonly entities: Set<string>
}

function ageOfEntities({ selectionSet }: OperationDefinitionNode, walk: Walk): number {
  let age = Infinity
  for (const field of selectionSet.selections) {
    for (const selection of field.kind === Kind.FIELD ? (field.selectionSet?.selections ?? []) : []) {
      if (selection.kind === Kind.FIELD) continue
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value)
      const type = fragment?.typeCondition?.name.value ?? ''
      const own = walk.hints.maxAgeOf(type) ?? 0
      for (const entity of walk.typesOf(type)) walk.entities.add(entity)
      age = Math.min(age, own, fragment === undefined ? 0 : ageOf(fragment.selectionSet, type, walk))
    }
  }
  return age
}

/** The least age of all that is selected; `Infinity` where all of it is as old as its parent. */
function ageOf({ selections }: SelectionSetNode, type: string, walk: Walk): number {
  let age = Infinity
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) age = Math.min(age, ageOfField(selection, type, walk))
    else {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value)
      age = Math.min(age, fragment === undefined ? 0 : ageOf(fragment.selectionSet, fragment.typeCondition?.name.value ?? type, walk))
    }
  }
  return age
}

function ageOfField({ name, selectionSet }: FieldNode, type: string, walk: Walk): number {
  if (name.value === '__typename') return Infinity
  const hint = walk.hints.of(type, name.value)
  if (hint === undefined) return 0
  const isRoot = type === walk.hints.rootType('query')
  // A leaf is as old as its parent; what is one viewer's says its age itself, or has none.
  const own = hint.maxAge ?? (hint.isComposite || isRoot || !hint.isPublic ? 0 : Infinity)
  if (selectionSet === undefined) return own
  for (const held of walk.typesOf(hint.returns)) walk.held.add(held)
  return Math.min(own, ageOf(selectionSet, hint.returns, walk))
}
