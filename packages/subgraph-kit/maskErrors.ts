import type { ApolloServerPlugin } from '@apollo/server'
import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

import { isCatalogued } from '@agora/errors/graphqlError.ts'

import type { SubgraphContext } from './context.ts'

const MASKED = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' }

/**
 * What may leave of an error: all of a catalogued one, of any other only where it happened.
 * @param thrown the error itself, where there is one
 */
export function maskError(error: GraphQLFormattedError, thrown?: unknown): GraphQLFormattedError {
  const { message, locations, path } = error
  const extensions = isRefusedLiteral(thrown) ? { ...error.extensions, code: 'BAD_USER_INPUT' } : error.extensions
  const where = { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) }
  if (!isCatalogued(error)) return { message: MASKED.message, ...where, extensions: { code: MASKED.code } }
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
      for (const error of errors)
        if (!isCatalogued(error)) contextValue.logger.error({ err: causeOf(error), path: error.path?.join('.') }, 'Resolver failed')
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
  return error.extensions?.['code'] === MASKED.code ? { ...error, extensions: { ...error.extensions, requestId } } : error
}

const causeOf = (error: GraphQLError): unknown => unwrapResolverError(error)
