import type { QueryPlan } from '@apollo/query-planner'
import { print } from 'graphql'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import type { ApolloQuestion } from './apolloAsk.ts'
import { translateApolloPlan } from './apolloPlan.ts'
import type { CreatePlanner, Planner } from './planner.ts'
import { plannerOf } from './plannerOf.ts'
import { startPlanningProcess } from './planningProcess.ts'
import { readPossibleTypes } from './possibleTypes.ts'
import { createPrepareForApollo } from './prepareForApollo.ts'
import { unsupportedFeature } from './unsupportedFeature.ts'

/** Some operations have a million possible plans, and this planner looks at ten thousand of them. */
const LIMITS = { timeoutMs: 10_000, idleMs: 60_000, heapMb: 512 } as const

/** The planner of `@apollo/gateway`, in JavaScript, with `@defer`: in a process of its own, since it may need seconds for an operation. */
export const createApolloPlanner: CreatePlanner = async (supergraph) => {
  const unsupported = unsupportedFeature(supergraph.links)
  if (unsupported !== undefined) throw new Error(unsupported)
  const { ask, stop } = await startPlanningProcess<ApolloQuestion>(new URL('./apolloProcess.ts', import.meta.url), supergraph.sdl, LIMITS)
  return { ...apolloPlannerOf(supergraph, async (question) => (await ask(question)) as QueryPlan), stop }
}

/** The same planner wherever it runs. */
export function apolloPlannerOf(supergraph: Supergraph, ask: (question: ApolloQuestion) => Promise<QueryPlan>): Planner {
  const types = readPossibleTypes(supergraph.document)
  const prepared = createPrepareForApollo(supergraph.document)
  return plannerOf('apollo', supergraph, async ({ document, operationName = null, overrides }) =>
    translateApolloPlan(await ask({ document: print(prepared(document)), operationName, labels: [...overrides] }), types),
  )
}
