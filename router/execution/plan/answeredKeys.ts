import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql'

import type { Rewrite } from '../../planning/plan.ts'

/** The keys that objects of an answer may have, whatever their type: what is under each, null for leaves. */
export type AnsweredKeys = ReadonlyMap<string, AnsweredKeys | null>

type Keys = Map<string, Keys | null>

/** The fragments of a request by their names. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** The keys that a selection brings, after the rewrites of its answer. */
export function answeredKeys(set: SelectionSetNode, fragments: Fragments, rewrites: readonly Rewrite[]): AnsweredKeys {
  const keys: Keys = new Map()
  addKeys(keys, set, fragments)
  for (const rewrite of rewrites) rewriteKeys(keys, rewrite)
  return keys
}

function addKeys(keys: Keys, set: SelectionSetNode, fragments: Fragments): void {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value
      if (node.selectionSet === undefined) keys.set(key, keys.get(key) ?? null)
      else {
        const below: Keys = keys.get(key) ?? new Map()
        keys.set(key, below)
        addKeys(below, node.selectionSet, fragments)
      }
      continue
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
    if (fragment !== undefined) addKeys(keys, fragment.selectionSet, fragments)
  }
}

/** Objects of other types may keep the old name: both stand. */
function rewriteKeys(keys: Keys, rewrite: Rewrite): void {
  const path = rewrite.path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
  const last = path.pop()
  let holder: Keys | null | undefined = keys
  for (const key of path) holder = holder?.get(key)
  if (last === undefined || holder === undefined || holder === null) return
  if (rewrite.kind === 'rename') holder.set(rewrite.to, holder.get(rewrite.to) ?? holder.get(last) ?? null)
  else holder.set(last, holder.get(last) ?? null)
}
