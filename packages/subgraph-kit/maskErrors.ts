import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

import { isDatabaseFailure, reasonOf } from '@agora/database/outage.ts'
import { DeadlineOver } from '@agora/deadline/deadline.ts'
import type { ErrorCodeName } from '@agora/errors/codes.ts'
import { isCatalogued } from '@agora/errors/graphqlError.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { SubgraphContext } from './context.ts'

interface Mask {
  readonly message: string
  readonly code: ErrorCodeName
}

const BUG: Mask = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' }
const DATABASE_AWAY: Mask = { message: 'The data behind this cannot be reached at present: try again shortly', code: 'SERVICE_UNAVAILABLE' }

/** What whoever still is there is told of what was not done in time. */
export const TOO_LATE: Mask = { message: 'This was not found in the time that it was waited for: try again shortly', code: 'SERVICE_UNAVAILABLE' }

function maskOf(cause: unknown): Mask {
  if (cause instanceof DeadlineOver) return TOO_LATE
  return isDatabaseFailure(cause) ? DATABASE_AWAY : BUG
}

/**
 * What may leave of an error: all of a catalogued one; of any other where it happened, and whether trying again may help.
 * @param thrown the error itself, where there is one
 */
export function maskError(error: GraphQLFormattedError, thrown?: unknown): GraphQLFormattedError {
  const { message, locations, path } = error
  const extensions = isRefusedLiteral(thrown) ? { ...error.extensions, code: 'BAD_USER_INPUT' } : error.extensions
  const where = { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) }
  if (!isCatalogued(error)) {
    const { message: told, code } = maskOf(unwrapResolverError(thrown))
    return { message: told, ...where, extensions: { code } }
  }
  const { stacktrace: _, http: __, ...kept } = extensions ?? {}
  return { message, ...where, extensions: kept }
}

/** Apollo says of every error of validation that the document is at fault. A scalar that refused what the client wrote in it knows better. */
function isRefusedLiteral(thrown: unknown): boolean {
  const refusal = thrown instanceof GraphQLError && thrown.extensions['code'] === 'GRAPHQL_VALIDATION_FAILED' ? thrown.originalError : undefined
  return refusal instanceof GraphQLError && refusal.extensions['code'] === 'BAD_USER_INPUT'
}

/** Logs what is masked, and puts the request id beside the code, by which the log line is found. */
export function maskErrors<Context extends SubgraphContext>(): ApolloServerPlugin<Context> {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin<Context>['requestDidStart']>>> = {
    didEncounterErrors({ errors, contextValue }) {
      for (const error of errors) if (!isCatalogued(error)) tell(error, contextValue.logger)
      return Promise.resolve()
    },
    willSendResponse({ response, contextValue }) {
      if (response.body.kind === 'single' && response.body.singleResult.errors !== undefined) {
        const { errors, ...rest } = response.body.singleResult
        response.body.singleResult = { ...rest, errors: errors.map((error) => withRequestId(error, contextValue.requestId)) }
      }
      return Promise.resolve()
    },
  }
  return { requestDidStart: () => Promise.resolve(listener) }
}

function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return error.extensions?.['code'] === BUG.code ? { ...error, extensions: { ...error.extensions, requestId } } : error
}

function tell(error: GraphQLError, logger: Logger): void {
  const cause = unwrapResolverError(error)
  const path = error.path?.join('.')
  // Where it was met is no news: many meet it at once, and none of them is at fault.
  if (cause instanceof DeadlineOver) logger.debug({ path }, 'A field was not looked for: nobody waits for it any more')
  else if (isDatabaseFailure(cause)) logger.warn({ reason: reasonOf(cause), path }, 'The database could not serve a field')
  else logger.error({ err: cause, path }, 'Resolver failed')
}
