import type { DeferredPart, FetchStep, Plan, PlanStep } from '../../planning/plan.ts'
import { fetchesOf } from '../../planning/steps.ts'
import { OFTEN } from '../generation/whenOften.ts'
import { compileEntityStep } from './entityStep.ts'
import type { Run } from './gathering.ts'
import type { PlanFacts } from './planFacts.ts'
import { readFetch, type Fetch } from './readFetch.ts'
import { compileRootStep } from './rootStep.ts'
import type { StepContext } from './stepContext.ts'

/** A plan as functions, to be run for any number of requests. What goes wrong is in `gathering.failures`. */
export interface RunPlan {
  /** Gathers all that was not deferred. */
  readonly root: Run
  /** What gathers the rest, in the plan's order. */
  readonly deferred: readonly RunPart[]
  readonly fetches: readonly Fetch[]
}

/** A deferred part of a plan. */
export interface RunPart extends Pick<DeferredPart, 'label' | 'when' | 'after' | 'atOnce'> {
  readonly run: Run
}

/**
 * Compiles a plan. Throws for a plan that its planner must not have made.
 * @param generateAfter after how many runs source is generated for what it does most; `Infinity` for never.
 */
export function compilePlan(plan: Plan, facts: PlanFacts, generateAfter: number = OFTEN): RunPlan {
  const steps = [plan.root, ...plan.deferred.map(({ step }) => step)].flatMap(fetchesOf)
  const fetches = new Map(steps.map((step) => [step, readFetch(step)]))
  const writings = [...fetches.values()].flatMap(({ parts }) => parts)
  const compiling: Compiling = { context: { facts, writings, generateAfter }, fetches }
  const deferred = plan.deferred.map(({ label, when, after, atOnce, step }) => ({ label, when, after, atOnce, run: compileStep(step, compiling) }))
  return { root: compileStep(plan.root, compiling), deferred, fetches: [...fetches.values()] }
}

interface Compiling {
  readonly context: StepContext
  readonly fetches: ReadonlyMap<FetchStep, Fetch>
}

function compileStep(step: PlanStep | null, compiling: Compiling): Run {
  switch (step?.kind) {
    case undefined:
      return () => undefined
    case 'fetch': {
      const fetch = compiling.fetches.get(step)
      if (fetch === undefined) throw new TypeError('A step was not read')
      return step.brings.kind === 'root' ? compileRootStep(fetch, compiling.context) : compileEntityStep(fetch, compiling.context)
    }
    case 'sequence':
      return inSequence(step.steps.map((one) => compileStep(one, compiling)))
    case 'parallel':
      return inParallel(step.steps.map((one) => compileStep(one, compiling)))
    case 'condition': {
      const { variable } = step
      const [whenTrue, whenFalse] = [compileStep(step.whenTrue, compiling), compileStep(step.whenFalse, compiling)]
      return (gathering) =>
        Object.hasOwn(gathering.variables, variable) && gathering.variables[variable] === true ? whenTrue(gathering) : whenFalse(gathering)
    }
  }
}

function inSequence(steps: readonly Run[]): Run {
  return async (gathering) => {
    for (const step of steps) {
      const waiting = step(gathering)
      if (waiting !== undefined) await waiting
    }
  }
}

function inParallel(steps: readonly Run[]): Run {
  return async (gathering) => void (await Promise.all(steps.map((step) => step(gathering))))
}
