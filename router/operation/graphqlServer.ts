import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

import { codedError, isCatalogued } from '@agora/errors/graphqlError.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Engine } from '../execution/engine.ts'
import { gatewayHook } from '../execution/gatewayHook.ts'
import { MASKED_MESSAGE } from '../execution/presentErrors.ts'
import type { AnswerOperation } from '../extensions/extension.ts'
import { withStatus } from '../extensions/refusal.ts'
import type { Identity } from '../identity/identify.ts'
import { answerInParts } from '../incremental/answerInParts.ts'
import { deferRules } from '../incremental/deferRules.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { TrustedDocuments } from '../trustedDocuments/openTrustedDocuments.ts'
import type { AcceptedOperations } from './acceptedOperations.ts'
import { answerJsonWith200 } from './answerJsonWith200.ts'
import { countNodes } from './countNodes.ts'

/** What the GraphQL server is made of. */
export interface GraphqlServerParts {
  readonly engine: Engine
  readonly accepted: Pick<AcceptedOperations, 'note'>
  readonly answer: AnswerOperation
  readonly identity: Pick<Identity, 'refuseChanges'>
  readonly documents: Pick<TrustedDocuments, 'registered' | 'guard'>
  readonly introspection: boolean
  /** The most nodes that an operation may ask for. */
  readonly maxNodes: number
  /** The page that a browser sees at `/graphql`; null for none. */
  readonly landingPage: ApolloServerPlugin<RequestContext> | null
  readonly logger: Logger
}

/** Apollo Server over an engine: HTTP semantics, CSRF prevention, persisted queries, parsing and validation. Not yet started. */
export function createGraphqlServer({
  engine,
  accepted,
  answer,
  identity,
  documents,
  introspection,
  maxNodes,
  landingPage,
  logger,
}: GraphqlServerParts): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: gatewayHook({ engine, accepted, answer }),
    introspection,
    validationRules: [...deferRules],
    csrfPrevention: true,
    persistedQueries: documents.registered === null ? false : { cache: documents.registered },
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    stringifyResult: (result) => JSON.stringify(result),
    formatError: (formatted, error) => presentRequestError(formatted, error, logger),
    logger: logger.child({ component: 'apollo-server' }, { level: 'warn' }),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      landingPage ?? ApolloServerPluginLandingPageDisabled(),
      ...(documents.guard === null ? [] : [documents.guard]),
      refuseOperations(identity, maxNodes),
      answerJsonWith200(),
      answerInParts(),
    ],
  })
}

/** Refuses whole operations once it is known what they are, before anything is planned. */
function refuseOperations(identity: Pick<Identity, 'refuseChanges'>, maxNodes: number): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
        if (operation === undefined) return
        contextValue.note({ operation: operation.name?.value, kind: operation.operation })
        if (operation.operation === 'subscription') throw withStatus(codedError('BAD_REQUEST', 'Subscriptions are not answered at this address.'))
        if (countNodes({ schema, document, operation, variables: request.variables ?? {} }) > maxNodes) {
          throw withStatus(codedError('MAX_NODES_LIMIT', `The operation asks for more than ${maxNodes} nodes.`, { limit: maxNodes }))
        }
        const refusal = operation.operation === 'mutation' ? identity.refuseChanges(contextValue.viewer) : null
        if (refusal !== null) throw withStatus(refusal)
      },
    }),
  }
}

/** Apollo Server gives its remarks on a request a status, but not always a code: a persisted query whose hash is another's has none. */
function isSendersFault(error: unknown): boolean {
  const http = error instanceof GraphQLError ? error.extensions['http'] : undefined
  const status = typeof http === 'object' && http !== null && 'status' in http ? Number(http.status) : 0
  return status >= 400 && status < 500
}

/** Errors of an execution were presented already and carry a request id; what else passes here failed before one began. */
function presentRequestError(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  if (typeof formatted.extensions?.['requestId'] === 'string') return formatted
  if (isCatalogued(formatted)) {
    const { message, locations, extensions } = formatted
    const { stacktrace: _, ...kept } = extensions ?? {}
    return { message, ...(locations === undefined ? {} : { locations }), extensions: kept }
  }
  if (isSendersFault(error)) return { message: formatted.message, extensions: { code: 'BAD_REQUEST' } }
  logger.error({ err: error }, 'Request failed')
  return { message: MASKED_MESSAGE, extensions: { code: 'INTERNAL_SERVER_ERROR' } }
}
