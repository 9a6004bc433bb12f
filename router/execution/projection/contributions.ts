import {
  isAbstractType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { FragmentDefinitionNode } from 'graphql'

import { both, conditionOf, covers, type Condition } from './conditions.ts'

/** A selection set that counts under a condition. */
export interface ConditionalSet {
  readonly set: SelectionSetNode
  readonly when: Condition
  /** Whether it stands under a selection that was denied. */
  readonly denied: boolean
}

/** A field node of an object, with all that it hangs on. */
export interface Contribution {
  readonly node: FieldNode
  readonly key: string
  readonly when: Condition
  readonly denied: boolean
}

/** What selections are read with. */
export interface Selections {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly denied: ReadonlySet<SelectionNode>
  readonly flags: readonly string[]
  /** What the gathered data calls a field. */
  readonly keyInData: (node: FieldNode) => string
}

/** Documents are bounded in tokens; this bounds what fragments with different conditions make of them. */
const MOST_CONTRIBUTIONS = 20_000

/**
 * The fields of an object of a type in the order of the document, fragments written out: CollectFields of the specification,
 * with conditions instead of variables. Throws RangeError beyond any reasonable number of fields.
 */
export function contributionsOf(selections: Selections, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Contribution[] {
  const found: Contribution[] = []
  const spread = new Map<string, Omit<ConditionalSet, 'set'>[]>()
  const isCovered = (name: string, when: Condition, denied: boolean): boolean =>
    (spread.get(name) ?? []).some((before) => covers(before.when, when) && (denied || !before.denied))
  const read = ({ set, when: outer, denied: outerDenied }: ConditionalSet): void => {
    for (const node of set.selections) {
      const own = conditionOf(node, selections.flags)
      const when = own === null ? null : both(outer, own)
      if (when === null) continue
      const denied = outerDenied || selections.denied.has(node)
      if (node.kind === Kind.FIELD) {
        if (found.push({ node, key: (node.alias ?? node.name).value, when, denied }) > MOST_CONTRIBUTIONS) throw new RangeError('Too many fields')
        continue
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : selections.fragments.get(node.name.value)
      if (fragment === undefined || !applies(selections.schema, fragment.typeCondition?.name.value, type)) continue
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const name = node.name.value
        if (isCovered(name, when, denied)) continue
        spread.set(name, [...(spread.get(name) ?? []), { when, denied }])
      }
      read({ set: fragment.selectionSet, when, denied })
    }
  }
  for (const set of sets) read(set)
  return found
}

function applies(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true
  const wanted = schema.getType(condition)
  return isAbstractType(wanted) && !('getTypes' in type) && schema.isSubType(wanted, type)
}
