import type { ApolloServerOptionsWithGateway } from '@apollo/server'
import { GraphQLError, getVariableValues } from 'graphql'

import { withDenials, type ErrorPlacement } from '../authorization/authorizationErrors.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Engine } from './engine.ts'
import { presentErrors } from './presentErrors.ts'

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway']
type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>

const MOST_VARIABLE_ERRORS = 10
const NEVER = new AbortController().signal

/** Hangs an engine into Apollo Server's `gateway` hook, so that the server knows nothing of engines and an engine nothing of the server. */
export function gatewayHook(engine: Engine, placement: ErrorPlacement): GatewayInterface {
  const executor: Executor = async (request) => {
    const { document, operation, operationName, source, queryHash } = request
    const context = request.context as RequestContext
    // Apollo Server leaves it to its executor to notice that no operation fits the given name.
    if (operation === undefined) return { errors: [new GraphQLError(operationNotFound(request.request.operationName))] }
    const variables = request.request.variables ?? {}
    const coerced = getVariableValues(engine.apiSchema, operation.variableDefinitions ?? [], variables, { maxErrors: MOST_VARIABLE_ERRORS })
    // One more says that there were too many: it names no variable, and would pass for a bug of ours.
    if (coerced.errors !== undefined) return { errors: coerced.errors.slice(0, MOST_VARIABLE_ERRORS) }
    const name = operationName ?? undefined
    const forEngine = { document, definition: operation, name, variables, coerced: coerced.coerced, source, hash: queryHash }
    // A mutation goes on when its client has gone: half of it may have happened.
    const followed = operation.operation === 'query' ? context : { ...context, signal: NEVER }
    const { data, errors, denials = [] } = await engine.execute(forEngine, followed)
    const answer = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: presentErrors(errors, context) }) }
    return withDenials(answer, denials, placement)
  }
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.apiSchema, coreSupergraphSdl: '' })
      return () => undefined
    },
    load: async () => ({ executor }),
    stop: () => engine.stop(),
  }
}

function operationNotFound(name: string | undefined): string {
  return name === undefined ? 'The document holds several operations: name the one to run.' : `The document holds no operation named "${name}".`
}
