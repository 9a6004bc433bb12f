import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql'

import { conditionOf, flagsOf, holds } from '../projection/conditions.ts'
import type { Fragments } from './answeredKeys.ts'
import type { PlanFacts } from './planFacts.ts'

/** A selection of a request, and what tells which part of it counts. */
export interface Asked {
  readonly selection: SelectionSetNode
  readonly fragments: Fragments
  readonly facts: Pick<PlanFacts, 'typesOf'>
  readonly variables: Readonly<Record<string, unknown>>
}

/** A key that a request asks for, and the field that it stands for. */
export interface AskedKey {
  readonly key: string
  readonly field: string
}

/** The keys that a request asks for of an object of a type; of any type where none is given. */
export function askedKeys({ selection, fragments, facts, variables }: Asked, type: unknown): AskedKey[] {
  const asked = new Map<string, AskedKey>()
  const read = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (!counts(node, variables)) continue
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value
        asked.set(key, { key, field: node.name.value })
        continue
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
      const condition = fragment?.typeCondition?.name.value
      if (fragment === undefined || (typeof type === 'string' && condition !== undefined && !facts.typesOf(condition).has(type))) continue
      read(fragment.selectionSet)
    }
  }
  read(selection)
  return [...asked.values()]
}

function counts(node: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  const flags = (node.directives ?? []).flatMap(flagsOf)
  const condition = conditionOf(node, flags)
  return (
    condition !== null &&
    holds(
      condition,
      flags.map((name) => variables[name] === true),
    )
  )
}
