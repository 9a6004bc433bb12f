import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import { both, conditionOf, covers, type Condition } from './conditions.ts'

/** A selection set that counts under a condition. */
export interface ConditionalSet {
  readonly set: SelectionSetNode
  readonly when: Condition
  /** Whether it stands under a selection that was denied. */
  readonly denied: boolean
  /** Whether it is answered in another part: it puts nothing into this one, but tells what the viewer may have. */
  readonly elsewhere: boolean
}

/** A fragment of an object that is a part of its own. */
export interface DeferredSet extends ConditionalSet {
  readonly label: string
}

/** A field node of an object, with all that it hangs on. */
export interface Contribution {
  readonly node: FieldNode
  readonly key: string
  readonly when: Condition
  readonly denied: boolean
  readonly elsewhere: boolean
}

/** What selections are read with. */
export interface Selections {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly denied: ReadonlySet<SelectionNode>
  readonly flags: readonly string[]
  /** What the gathered data calls a field. */
  readonly keyInData: (node: FieldNode) => string
  /** The label of a fragment that is a part of its own; undefined for one that is read like any other. @default all are */
  readonly partLabel?: ((node: InlineFragmentNode | FragmentSpreadNode) => string | undefined) | undefined
  /** Told of fragments that are parts of their own, of which nothing else is read. */
  readonly defer?: (deferred: DeferredSet) => void
}

/** Documents are bounded in tokens; this bounds what fragments with different conditions make of them. */
const MOST_CONTRIBUTIONS = 20_000

/**
 * The fields of an object of a type in the order of the document, fragments written out: CollectFields of the specification,
 * with conditions instead of variables. Throws RangeError beyond any reasonable number of fields.
 */
export function contributionsOf(selections: Selections, type: GraphQLCompositeType, sets: readonly ConditionalSet[]): Contribution[] {
  const found: Contribution[] = []
  const spread = new Map<string, Omit<ConditionalSet, 'set' | 'elsewhere'>[]>()
  const isCovered = (name: string, when: Condition, denied: boolean): boolean =>
    (spread.get(name) ?? []).some((before) => covers(before.when, when) && (denied || !before.denied))
  const read = ({ set, when: outer, denied: outerDenied, elsewhere }: ConditionalSet): void => {
    for (const node of set.selections) {
      const own = conditionOf(node, selections.flags)
      const when = own === null ? null : both(outer, own)
      if (when === null) continue
      const denied = outerDenied || selections.denied.has(node)
      if (node.kind === Kind.FIELD) {
        if (found.push({ node, key: (node.alias ?? node.name).value, when, denied, elsewhere }) > MOST_CONTRIBUTIONS)
          throw new RangeError('Too many fields')
        continue
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : selections.fragments.get(node.name.value)
      if (fragment === undefined || !applies(selections.schema, fragment.typeCondition?.name.value, type)) continue
      const label = selections.partLabel?.(node)
      if (label !== undefined) {
        if (!elsewhere) selections.defer?.({ label, set: fragment.selectionSet, when, denied, elsewhere })
        continue
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const name = node.name.value
        if (isCovered(name, when, denied)) continue
        spread.set(name, [...(spread.get(name) ?? []), { when, denied }])
      }
      read({ set: fragment.selectionSet, when, denied, elsewhere })
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
