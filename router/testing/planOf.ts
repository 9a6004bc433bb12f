import { parse } from 'graphql'

import { createApolloSteps } from '../planning/apolloSteps.ts'
import { createNativePlanner } from '../planning/nativePlanner.ts'
import type { Plan } from '../planning/plan.ts'
import type { Planner, PlanRequest } from '../planning/planner.ts'
import { plannerOf } from '../planning/plannerOf.ts'
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

/** How the native planner plans for these subgraphs. */
export async function nativePlans(subgraphs: Readonly<Record<string, string>>): Promise<Plans> {
  return plansOf(await createNativePlanner(composeSupergraph(subgraphs)))
}

/** How the planner in JavaScript plans for these subgraphs, here and now instead of in a thread of its own. */
export function apolloPlans(subgraphs: Readonly<Record<string, string>>): Plans {
  const supergraph = composeSupergraph(subgraphs)
  const planSteps = createApolloSteps(supergraph.document)
  return plansOf(plannerOf('apollo', supergraph, async (request) => planSteps(request)))
}

function plansOf(planner: Planner): Plans {
  const plan: Plans['plan'] = (operation, overrides) => planner.plan(requestOf(operation, overrides))
  return { plan, draw: async (operation, overrides) => drawPlan(await plan(operation, overrides)) }
}
