import type { ApolloServerOptionsWithGateway } from '@apollo/server'
import { GraphQLError, getVariableValues, type DocumentNode } from 'graphql'

import type { AnswerOperation } from '../extensions/extension.ts'
import type { AcceptedOperations } from '../operation/acceptedOperations.ts'
import { holdsDefer } from '../planning/holdsDefer.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Engine } from './engine.ts'

type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>['gateway']
type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>

const MOST_VARIABLE_ERRORS = 10

/** What stands behind the hook. */
export interface GatewayHookParts {
  readonly engine: Engine
  /** Told of each operation that comes through: Apollo Server has found it valid. */
  readonly accepted: Pick<AcceptedOperations, 'note'>
  readonly answer: AnswerOperation
}

/** Hangs an engine into Apollo Server's `gateway` hook, so that the server knows nothing of engines and an engine nothing of the server. */
export function gatewayHook({ engine, accepted, answer }: GatewayHookParts): GatewayInterface {
  const defers = rememberDefers()
  const executor: Executor = async (request) => {
    const { document, operation, operationName, source, queryHash } = request
    const context = request.context as RequestContext
    // Apollo Server leaves it to its executor to notice that no operation fits the given name.
    if (operation === undefined) return { errors: [new GraphQLError(operationNotFound(request.request.operationName))] }
    const variables = request.request.variables ?? {}
    const coerced = getVariableValues(engine.apiSchema, operation.variableDefinitions ?? [], variables, { maxErrors: MOST_VARIABLE_ERRORS })
    // One more says that there were too many: it names no variable, and would pass for a bug of ours.
    if (coerced.errors !== undefined) return { errors: coerced.errors.slice(0, MOST_VARIABLE_ERRORS) }
    const known = { document, definition: operation, name: operationName ?? undefined, source, hash: queryHash, holdsDefer: defers(document) }
    // An answer in parts is written by Apollo Server.
    if (!known.holdsDefer) accepted.note({ source, operationName: request.request.operationName }, known)
    return answer({ ...known, variables, coerced: coerced.coerced }, context)
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

/** Apollo Server has the same document for the same text as long as it remembers it. */
function rememberDefers(): typeof holdsDefer {
  const known = new WeakMap<DocumentNode, boolean>()
  return (document) => {
    const found = known.get(document) ?? holdsDefer(document)
    known.set(document, found)
    return found
  }
}

function operationNotFound(name: string | undefined): string {
  return name === undefined ? 'The document holds several operations: name the one to run.' : `The document holds no operation named "${name}".`
}
