import { GraphQLError, type ExecutionResult } from 'graphql'

import { errorCodes, type ErrorCodeName } from '@agora/errors/codes.ts'
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

/** An operation that is not answered, with the status that the catalogue has for the error's code. */
export function refused(error: GraphQLError, requestId: string): ExecutionResult {
  const { status } = errorCodes[error.extensions['code'] as ErrorCodeName]
  return { errors: [new GraphQLError(error.message, { extensions: { ...error.extensions, requestId, http: { status } } })] }
}
