import { GraphQLError } from 'graphql'

import type { ErrorCodeName } from '@agora/errors/codes.ts'

import type { RequestContext } from '../telemetry/requestContext.ts'

/**
 * What a subgraph may tell a client about one field. Other catalogued codes speak of a whole request: a subgraph that says GRAPHQL_VALIDATION_FAILED
 * did not understand the router, which is nothing the client could mend.
 */
const FIT_FOR_CLIENTS: ReadonlySet<unknown> = new Set<ErrorCodeName>([
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'IDENTITY_UNAVAILABLE',
  'NOT_FOUND',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
  'SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE',
  'UNAUTHENTICATED',
])

/** Kept out of what a client sees, whoever put it there. */
const INTERNAL_DETAILS = new Set(['stacktrace', 'exception', 'serviceName', 'http', 'originalError', 'debug'])

/** The text of every error that is nobody's business but ours. */
export const MASKED_MESSAGE = 'Something went wrong on our side. The request id finds it in the log.'

const MOST_ERRORS = 100

/**
 * The errors of an execution as a client may see them: a code that clients are promised keeps its message, path and details; everything else
 * is masked and logged. All carry the request id. At most a hundred, for a list of thousands may fail item by item.
 */
export function presentErrors(errors: readonly GraphQLError[], context: Pick<RequestContext, 'requestId' | 'logger'>): GraphQLError[] {
  return errors.slice(0, MOST_ERRORS).map((error) => presentError(error, context))
}

function presentError(error: GraphQLError, { requestId, logger }: Pick<RequestContext, 'requestId' | 'logger'>): GraphQLError {
  const { extensions, path } = error
  if (FIT_FOR_CLIENTS.has(extensions['code'])) {
    const details = Object.fromEntries(Object.entries(extensions).filter(([name]) => !INTERNAL_DETAILS.has(name)))
    return new GraphQLError(error.message, { path, extensions: { ...details, requestId } })
  }
  logger.error({ err: error.originalError ?? error, code: extensions['code'], subgraph: extensions['serviceName'], path }, 'Error was masked')
  return new GraphQLError(MASKED_MESSAGE, { path, extensions: { code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCodeName, requestId } })
}
