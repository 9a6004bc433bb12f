import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { EstimateOperation } from '../demandControl/estimates.ts'
import type { Extension } from '../extensions/extension.ts'
import { refuse } from '../extensions/refusal.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Take } from './limiter.ts'
import { networkOf } from './rateLimit.ts'

/** What is limited, and how its cost is told. */
export interface CostLimitParts {
  readonly estimate: EstimateOperation
  readonly limit: NonNullable<RouterConfig['rateLimits']['cost']>
  /** Takes points out of the bucket of a key. */
  readonly take: Take
}

/**
 * Takes the points that an operation is expected to cost out of a bucket of its viewer (an anonymous one has the bucket of its address) or its application, before
 * it is planned.
 */
export function limitCost({ estimate, limit, take }: CostLimitParts): Extension {
  const keyOf = limit.by === 'client' ? ({ client = '' }: RequestContext): string => client : viewerKey
  return {
    operation: (next) => async (operation, context) => {
      const { cost } = estimate(operation)
      // What never fits must not empty the bucket for what would.
      if (cost > limit.points) return refuse(neverFits(cost, limit), context.requestId)
      const error = cost === 0 ? null : await take(keyOf(context), cost)
      return error === null ? next(operation, context) : refuse(error, context.requestId)
    },
  }
}

function viewerKey({ viewer, address = '' }: RequestContext): string {
  return viewer.kind === 'anonymous' ? `address:${networkOf(address)}` : `user:${viewer.sub}`
}

const neverFits = (cost: number, { points, seconds }: { readonly points: number; readonly seconds: number }): GraphQLError =>
  codedError('COST_ESTIMATED_TOO_EXPENSIVE', `The operation is expected to cost ${cost} points; at most ${points} in ${seconds} s are answered.`, {
    cost,
    max: points,
  })
