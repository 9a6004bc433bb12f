import { setValue, valueOf } from '../generation/names.ts'
import type { AnsweredKeys } from './answeredKeys.ts'
import type { PlanFacts } from './planFacts.ts'
import type { Data } from './represent.ts'

/** Puts the keys of an answered object into a gathered one. Objects below are put there as they are, or into what is there already. */
export type Merge = (target: Data, answered: Data) => void

/**
 * The merge of an answer with these keys as closures. No other key is touched, whatever the answer holds. Null replaces nothing, for another subgraph
 * answered better; nor does the name of an interface, which is all that a subgraph knows to which it is an object, replace that of a type.
 */
export function mergeClosures(keys: AnsweredKeys, { interfaceObjects }: Pick<PlanFacts, 'interfaceObjects'>): Merge {
  const entries = [...keys].map(([key, below]) => ({ key, below: below === null ? null : mergeClosures(below, { interfaceObjects }) }))
  return (target, answered) => {
    if (target === answered) return
    for (const { key, below } of entries) {
      const value = valueOf(answered, key)
      const held = valueOf(target, key)
      if (value === undefined || (value === null && held !== undefined)) continue
      if (below !== null && isObject(value) && isObject(held)) mergeValue(held, value, below)
      else if (key !== '__typename' || held === undefined || !interfaceObjects.has(value as string)) setValue(target, key, value)
    }
  }
}

/** Lists are merged position by position: both subgraphs answered for the same things in the same order. */
export function mergeValue(held: object, value: object, merge: Merge): void {
  if (!Array.isArray(held) || !Array.isArray(value)) {
    if (!Array.isArray(held) && !Array.isArray(value)) merge(held as Data, value as Data)
    return
  }
  if (held === value) return
  for (const [i, item] of value.entries()) {
    const before: unknown = held[i]
    if (isObject(before) && isObject(item)) mergeValue(before, item, merge)
    else held[i] = item
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
