import type { Logger } from '@agora/logger/logger.ts'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { createApolloPlanner } from './apolloPlanner.ts'
import { holdsDefer } from './holdsDefer.ts'
import { createNativePlanner } from './nativePlanner.ts'
import type { CreatePlanner, Planner, PlanRequest } from './planner.ts'

/** Which planner an operator wants; `auto` is the native one wherever it can be had. */
export type PlannerChoice = 'auto' | 'native' | 'apollo'

/** What planners are chosen from. */
export interface Choices {
  readonly logger: Logger
  /** @default the adapter of `@graphql-hive/router-query-planner` */
  readonly native?: CreatePlanner
  /** @default the adapter of `@apollo/query-planner` */
  readonly apollo?: CreatePlanner
}

/**
 * Makes planners as an operator chose. Operations with `@defer` always go to the one in JavaScript, which is made when the first such comes. So
 * do, under `auto`, supergraphs for which the native one cannot be made (its binary does not load here) and operations that it fails to plan.
 */
export function choosePlanner(choice: PlannerChoice, { logger, native = createNativePlanner, apollo = createApolloPlanner }: Choices): CreatePlanner {
  if (choice === 'apollo') return apollo
  let isKnownToFail = false
  return async (supergraph) => {
    try {
      return withFallback(await native(supergraph), { choice, logger, supergraph, apollo })
    } catch (error) {
      if (choice === 'native') throw error
      if (!isKnownToFail) logger.warn({ err: error }, 'The native planner could not be had; operations are planned in JavaScript.')
      isKnownToFail = true
      return apollo(supergraph)
    }
  }
}

interface Fallback {
  readonly choice: PlannerChoice
  readonly logger: Logger
  readonly supergraph: Supergraph
  readonly apollo: CreatePlanner
}

function withFallback(native: Planner, { choice, logger, supergraph, apollo }: Fallback): Planner {
  let made: Promise<Planner> | undefined
  const other = async (request: PlanRequest): ReturnType<Planner['plan']> => {
    made ??= apollo(supergraph)
    made.catch(() => (made = undefined))
    return (await made).plan(request)
  }
  return {
    name: native.name,
    async plan(request) {
      if (holdsDefer(request.document)) return other(request)
      try {
        return await native.plan(request)
      } catch (error) {
        if (choice === 'native') throw error
        logger.warn({ err: error, operation: request.operationName }, 'An operation was planned in JavaScript: the native planner failed.')
        return other(request)
      }
    },
  }
}
