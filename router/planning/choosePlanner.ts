import type { Logger } from '@agora/logger/logger.ts'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { createApolloPlanner } from './apolloPlanner.ts'
import { holdsDefer } from './holdsDefer.ts'
import { createNativePlanner } from './nativePlanner.ts'
import type { CreatePlanner, Planner, PlanRequest } from './planner.ts'
import { withoutDefer } from './withoutDefer.ts'

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
 * Makes planners as an operator chose. Operations that the native one refuses, those with `@defer` first of all, always go to the one in
 * JavaScript, which is made when the first such comes. So do, under `auto`, supergraphs for which the native one cannot be made (its binary does
 * not load here) and operations that it fails to plan. What cannot be planned with `@defer` is planned without.
 */
export function choosePlanner(choice: PlannerChoice, { logger, native = createNativePlanner, apollo = createApolloPlanner }: Choices): CreatePlanner {
  if (choice === 'apollo') return async (supergraph) => deferringAtWill(await apollo(supergraph), logger)
  let isKnownToFail = false
  return async (supergraph) => {
    try {
      return deferringAtWill(withFallback(await native(supergraph), { choice, logger, supergraph, apollo }), logger)
    } catch (error) {
      if (choice === 'native') throw error
      if (!isKnownToFail) logger.warn({ err: error }, 'The native planner could not be had; operations are planned in JavaScript.')
      isKnownToFail = true
      return deferringAtWill(await apollo(supergraph), logger)
    }
  }
}

function deferringAtWill(planner: Planner, logger: Logger): Planner {
  return {
    ...planner,
    async plan(request) {
      if (!holdsDefer(request.document)) return planner.plan(request)
      try {
        return await planner.plan(request)
      } catch (error) {
        logger.warn({ err: error, operation: request.operationName }, 'An operation could not be planned with @defer; it was planned without.')
        return planner.plan({ ...request, document: withoutDefer(request.document) })
      }
    },
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
    stop() {
      native.stop?.()
      made?.then(
        (planner) => planner.stop?.(),
        () => undefined,
      )
    },
    async plan(request) {
      if (native.refuses?.(request.document) !== undefined) return other(request)
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
