import { print } from 'graphql'

import type { CreatePlanner } from './planner.ts'
import { plannerOf } from './plannerOf.ts'
import { startPlanningThread } from './planningThread.ts'
import { unsupportedFeature } from './unsupportedFeature.ts'

/** Some operations have a million possible plans, and this planner looks at ten thousand of them. */
const LIMITS = { timeoutMs: 10_000, idleMs: 300_000, heapMb: 512 } as const

/** The planner of `@apollo/gateway`, in JavaScript, with `@defer`: in a thread of its own, since it may need seconds for an operation. */
export const createApolloPlanner: CreatePlanner = async (supergraph) => {
  const unsupported = unsupportedFeature(supergraph.links)
  if (unsupported !== undefined) throw new Error(unsupported)
  let thread = startPlanningThread(supergraph.sdl, LIMITS)
  await thread
  return plannerOf('apollo', supergraph, async ({ document, operationName, overrides }) => {
    const seen = thread
    const known = await seen.catch(() => undefined)
    // Another may have started the next one meanwhile.
    if (known?.isAlive() !== true && thread === seen) thread = startPlanningThread(supergraph.sdl, LIMITS)
    return (await thread).plan({ document: print(document), operationName, overrides })
  })
}
