import { parse } from 'graphql'

import { createApolloAsk } from '../planning/apolloAsk.ts'
import { apolloPlannerOf } from '../planning/apolloPlanner.ts'
import { createNativeAsk } from '../planning/nativeAsk.ts'
import { nativePlannerOf } from '../planning/nativePlanner.ts'
import type { Plan } from '../planning/plan.ts'
import type { Planner, PlanRequest } from '../planning/planner.ts'
import { composeSupergraph } from './composeSupergraph.ts'
import { drawPlan } from './drawPlan.ts'

/** An operation's text as what planners are asked. */
export function requestOf(operation: string, overrides: readonly string[] = []): PlanRequest {
  return { document: parse(operation, { noLocation: true }), operationName: undefined, overrides: new Set(overrides) }
}

/** How a planner plans operations. */
export interface Plans {
  readonly plan: (operation: string, overrides?: readonly string[]) => Promise<Plan>
  /** The plan as `drawPlan` shows it. */
  readonly draw: (operation: string, overrides?: readonly string[]) => Promise<string>
}

/** How the native planner plans for these subgraphs, here instead of in a process of its own. */
export async function nativePlans(subgraphs: Readonly<Record<string, string>>): Promise<Plans> {
  const supergraph = composeSupergraph(subgraphs)
  const ask = await createNativeAsk(supergraph.sdl)
  return plansOf(nativePlannerOf(supergraph, async (question) => ask(question)))
}

/** How the planner in JavaScript plans for these subgraphs, here instead of in a process of its own. */
export async function apolloPlans(subgraphs: Readonly<Record<string, string>>): Promise<Plans> {
  const supergraph = composeSupergraph(subgraphs)
  const ask = await createApolloAsk(supergraph.sdl)
  return plansOf(apolloPlannerOf(supergraph, async (question) => ask(question)))
}

function plansOf(planner: Planner): Plans {
  const plan: Plans['plan'] = (operation, overrides) => planner.plan(requestOf(operation, overrides))
  return { plan, draw: async (operation, overrides) => drawPlan(await plan(operation, overrides)) }
}
