import type { FetchStep, PlanStep } from './plan.ts'

/** Steps one after another; none for none, and nothing around a single one. */
export function sequenceOf(steps: readonly (PlanStep | null)[]): PlanStep | null {
  const flat = steps.flatMap((step) => (step === null ? [] : step.kind === 'sequence' ? step.steps : [step]))
  return flat.length > 1 ? { kind: 'sequence', steps: flat } : (flat[0] ?? null)
}

/** Steps side by side; none for none, and nothing around a single one. */
export function parallelOf(steps: readonly (PlanStep | null)[]): PlanStep | null {
  const flat = steps.flatMap((step) => (step === null ? [] : step.kind === 'parallel' ? step.steps : [step]))
  return flat.length > 1 ? { kind: 'parallel', steps: flat } : (flat[0] ?? null)
}

/** A choice by a variable; none where there is nothing to choose between. */
export function conditionOf(variable: string, whenTrue: PlanStep | null, whenFalse: PlanStep | null): PlanStep | null {
  return whenTrue === null && whenFalse === null ? null : { kind: 'condition', variable, whenTrue, whenFalse }
}

/** The same steps with every request changed. */
export function mapFetches(step: PlanStep | null, change: (fetch: FetchStep) => PlanStep): PlanStep | null {
  if (step === null) return null
  if (step.kind === 'fetch') return change(step)
  if (step.kind === 'condition') return { ...step, whenTrue: mapFetches(step.whenTrue, change), whenFalse: mapFetches(step.whenFalse, change) }
  return { ...step, steps: step.steps.flatMap((inner) => mapFetches(inner, change) ?? []) }
}

/** Every request of some steps, in the order in which they are written. */
export function fetchesOf(step: PlanStep | null): FetchStep[] {
  if (step === null) return []
  if (step.kind === 'fetch') return [step]
  return (step.kind === 'condition' ? [step.whenTrue, step.whenFalse] : step.steps).flatMap(fetchesOf)
}
