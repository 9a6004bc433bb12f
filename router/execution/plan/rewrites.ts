import type { Rewrite } from '../../planning/plan.ts'
import { setValue, valueOf } from '../generation/names.ts'
import type { PlanFacts } from './planFacts.ts'
import { isOneOf } from './walk.ts'

/** Changes an object, or all objects of a list, in place. */
export type ApplyRewrites = (value: unknown) => void

/** Makes rewrites one function; null where there are none. */
export function compileRewrites(rewrites: readonly Rewrite[], { typesOf }: Pick<PlanFacts, 'typesOf'>): ApplyRewrites | null {
  if (rewrites.length === 0) return null
  const applied = rewrites.map((rewrite) => compileRewrite(rewrite, typesOf))
  return (value) => {
    for (const apply of applied) apply(value)
  }
}

/** Lists on the way are implicit. */
function compileRewrite(rewrite: Rewrite, typesOf: PlanFacts['typesOf']): ApplyRewrites {
  const steps = rewrite.path.map((segment) => (segment.kind === 'key' ? segment.key : new Set(segment.names.flatMap((name) => [...typesOf(name)]))))
  const change = (object: Record<string, unknown>, key: string): void => {
    if (rewrite.kind === 'set') return setValue(object, key, rewrite.value)
    if (!Object.hasOwn(object, key)) return
    const value = object[key]
    Reflect.deleteProperty(object, key)
    setValue(object, rewrite.to, value)
  }
  const apply = (value: unknown, at: number): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach((item) => apply(item, at))
    const object = value as Record<string, unknown>
    const step = steps[at]
    if (step === undefined) return
    if (typeof step !== 'string') return isOneOf(step, object) ? apply(object, at + 1) : undefined
    if (at === steps.length - 1) change(object, step)
    else apply(valueOf(object, step), at + 1)
  }
  return (value) => apply(value, 0)
}
