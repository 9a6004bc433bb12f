import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql'

import type { OperationAnalysis } from './analyseOperation.ts'
import { guardsOf, letPass, type Guard } from './guards.ts'

/** One field of the operation that the viewer may not ask for. */
export interface Denial {
  /** Response keys from the root, aliases where there are any. Lists leave no mark: the path is known before anything is answered. */
  readonly path: readonly string[]
  /** It is denied only where all of these let it pass. */
  readonly guards: readonly Guard[]
  /** It stands inside of something that is denied already. */
  readonly nested: boolean
}

/** What surrounds a selection. A fragment that is denied denies the fields in it; what those select is nested. */
interface Place {
  readonly path: readonly string[]
  readonly guards: readonly Guard[]
  readonly inDenied: 'nothing' | 'fragment' | 'field'
  readonly nested: boolean
}

/** Every denied field with its path, fragments written out: an operation within the limits has a bounded number. */
export function denialsOf({ definition, fragments }: OperationAnalysis, direct: ReadonlySet<SelectionNode>): Denial[] {
  const denials: Denial[] = []
  const walkSet = (set: SelectionSetNode, place: Place): void => {
    for (const node of set.selections) walk(node, place)
  }
  const walk = (node: SelectionNode, place: Place): void => {
    const guards = [...place.guards, ...guardsOf(node)]
    const isDenied = direct.has(node)
    if (node.kind !== Kind.FIELD) {
      const set = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)?.selectionSet
      const nested = place.nested || place.inDenied === 'field'
      if (set !== undefined) walkSet(set, isDenied ? { ...place, guards, inDenied: 'fragment', nested } : { ...place, guards })
      return
    }
    if (node.name.value === '__typename') return
    const path = [...place.path, (node.alias ?? node.name).value]
    const counts = isDenied || place.inDenied === 'fragment'
    if (counts) denials.push({ path, guards, nested: place.nested || place.inDenied === 'field' })
    const inDenied = counts || place.inDenied === 'field' ? 'field' : 'nothing'
    if (node.selectionSet !== undefined) walkSet(node.selectionSet, { path, guards, inDenied, nested: inDenied === 'field' })
  }
  walkSet(definition.selectionSet, { path: [], guards: [], inDenied: 'nothing', nested: false })
  return denials
}

/** The denials that these variables bring about, each path once. `variables` are coerced: defaults are filled in. */
export function denialsUnder(denials: readonly Denial[], variables: Readonly<Record<string, unknown>>): Denial[] {
  const byPath = new Map<string, Denial>()
  for (const denial of denials) {
    if (!letPass(denial.guards, variables)) continue
    const key = JSON.stringify(denial.path)
    if (byPath.get(key)?.nested !== false) byPath.set(key, denial)
  }
  return [...byPath.values()]
}
