import type { QueryPlan } from '@graphql-hive/router-query-planner'
import { print } from 'graphql'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { percentageOf } from './decideOverrides.ts'
import type { NativeQuestion } from './nativeAsk.ts'
import { translateNativePlan } from './nativePlan.ts'
import { createNativeRefusal } from './nativeRefusal.ts'
import type { CreatePlanner, Planner } from './planner.ts'
import { plannerOf } from './plannerOf.ts'
import { startPlanningProcess } from './planningProcess.ts'
import { readPossibleTypes } from './possibleTypes.ts'
import { createPrepareForNative } from './prepareForNative.ts'
import { unsupportedFeature } from './unsupportedFeature.ts'

/** It is there again in 0.1 to 0.3 s, so it need not stay long. */
const LIMITS = { timeoutMs: 10_000, idleMs: 15_000, heapMb: 64 } as const

/**
 * The planner of `@graphql-hive/router-query-planner`: native code, in a process of its own, for a panic in it ends whatever process it is in, and
 * valid operations bring it to that. Of the labels of `@override`, those of the form `percent(x)` must hold for every x from some number on.
 */
export const createNativePlanner: CreatePlanner = async (supergraph) => {
  const unsupported = unsupportedFeature(supergraph.links)
  if (unsupported !== undefined) throw new Error(unsupported)
  const { ask, stop } = await startPlanningProcess<NativeQuestion>(new URL('./nativeProcess.ts', import.meta.url), supergraph.sdl, LIMITS)
  return { ...nativePlannerOf(supergraph, async (question) => (await ask(question)) as QueryPlan), stop }
}

/** The same planner wherever it runs. */
export function nativePlannerOf(supergraph: Supergraph, ask: (question: NativeQuestion) => Promise<QueryPlan>): Planner {
  const types = readPossibleTypes(supergraph.document)
  const refuses = createNativeRefusal(supergraph.document)
  const prepared = createPrepareForNative(supergraph.document)
  const planner = plannerOf('native', supergraph, async ({ document, operation, operationName = null, overrides }) => {
    const refusal = refuses(document)
    if (refusal !== undefined) throw new Error(refusal)
    const text = print(prepared(document, operation))
    const { node } = await ask({ document: text, operationName, labels: [...overrides], percentage: percentageBelow(overrides) })
    return { root: translateNativePlan(node, types), deferred: [] }
  })
  return { ...planner, refuses }
}

/** The planner takes percentages as one number, in steps of 10⁻⁸: `percent(x)` holds where the number is below x. */
function percentageBelow(overrides: ReadonlySet<string>): number {
  const percentages = [...overrides].flatMap((label) => percentageOf(label) ?? [])
  return percentages.length === 0 ? 100 : Math.max(0, Math.min(...percentages) - 0.5e-8)
}
