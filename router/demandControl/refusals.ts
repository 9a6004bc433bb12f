import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { Estimate } from './estimateCost.ts'

/** Why an operation is not answered, before it is planned; null when it is. */
export function judgeEstimate({ cost, fault }: Estimate, max: number): GraphQLError | null {
  if (fault !== null) return codedError('COST_QUERY_PARSE_FAILURE', fault)
  if (cost <= max) return null
  return codedError('COST_ESTIMATED_TOO_EXPENSIVE', `The operation is expected to cost ${cost} points; at most ${max} are answered.`, { cost, max })
}

/** Why what was found is not handed out. */
export const actualTooExpensive = (cost: number, max: number): GraphQLError =>
  codedError('COST_ACTUAL_TOO_EXPENSIVE', `What was found costs ${cost} points; at most ${max} are answered.`, { cost, max })
