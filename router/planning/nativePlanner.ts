import { print } from 'graphql'

import { percentageOf } from './decideOverrides.ts'
import { holdsDefer } from './holdsDefer.ts'
import { translateNativePlan } from './nativePlan.ts'
import type { CreatePlanner } from './planner.ts'
import { plannerOf } from './plannerOf.ts'
import { readPossibleTypes } from './possibleTypes.ts'
import { unsupportedFeature } from './unsupportedFeature.ts'

/** A plan that takes longer would be asked for again before it is there. */
const TIMEOUT_MS = 10_000

/**
 * The planner of `@graphql-hive/router-query-planner`: native code that plans in a thread of its own. Refuses operations with `@defer`, which
 * it would drop. Of the labels of `@override`, those of the form `percent(x)` must hold for every x from some number on.
 */
export const createNativePlanner: CreatePlanner = async (supergraph) => {
  const unsupported = unsupportedFeature(supergraph.links)
  if (unsupported !== undefined) throw new Error(unsupported)
  const { QueryPlanner } = await import('@graphql-hive/router-query-planner')
  const native = new QueryPlanner(supergraph.sdl)
  const types = readPossibleTypes(supergraph.document)
  return plannerOf('native', supergraph, async ({ document, operationName = null, overrides }) => {
    if (holdsDefer(document)) throw new Error('The native planner plans no @defer.')
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const { node } = await native.planAsync(print(document), operationName, new Set(overrides), percentageBelow(overrides), signal)
    return { root: translateNativePlan(node, types), deferred: [] }
  })
}

/** The planner takes percentages as one number, in steps of 10⁻⁸: `percent(x)` holds where the number is below x. */
function percentageBelow(overrides: ReadonlySet<string>): number {
  const percentages = [...overrides].flatMap((label) => percentageOf(label) ?? [])
  return percentages.length === 0 ? 100 : Math.max(0, Math.min(...percentages) - 0.5e-8)
}
