import { validateHeaderName, validateHeaderValue } from 'node:http'

import { GraphQLError, type ExecutionResult } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { MASKED_MESSAGE } from '../../execution/presentErrors.ts'
import { isValue, maySend } from '../../headers/headerNames.ts'
import { isRecord } from '../../isRecord.ts'
import { sentenceOf } from '../../sentenceOf.ts'
import type { RequestContext } from '../../telemetry/requestContext.ts'
import type { AnswerOperation, AnswerRequest, ClientAnswer, Extension, PlanOperation, SendCall } from '../extension.ts'
import { refuse, refuseRequest } from '../refusal.ts'
import { guardHook } from './guardHook.ts'
import { withoutCredentials } from './hideCredentials.ts'

/** Whose hooks are guarded. */
export interface Guarded {
  readonly name: string
  readonly logger: Pick<Logger, 'error'>
  /** Whether a call may be made for several who ask the same. Then its context does not say for which application, nor from where. */
  readonly areCallsShared: boolean
  /** Told of each time that a hook threw. */
  readonly count: (hook: keyof Extension) => void
}

/**
 * The extension of somebody else's module: what its hooks throw is INTERNAL_SERVER_ERROR for the one request, logged and counted by the module's name, and what they answer
 * is fit to be sent. The hooks themselves are asked when a graph is opened; what they throw then is a sentence that names them.
 */
export function guardExtension({ request, operation, subgraphCall, plan }: Extension, of: Guarded): Extension {
  const asked = <Made>(hook: keyof Extension, make: () => Made): Made => {
    try {
      return make()
    } catch (error) {
      throw new Error(`The extension ${of.name} cannot be used: its hook \`${hook}\` failed: ${sentenceOf(error)}.`, { cause: error })
    }
  }
  return {
    ...(request && { request: (next) => asked('request', () => withoutCredentials((inner) => guardRequests(request, inner, of), next)) }),
    ...(operation && { operation: (next) => asked('operation', () => guardOperations(operation, next, of)) }),
    ...(subgraphCall && {
      subgraphCall: (next, name) => {
        const guarded = asked('subgraphCall', () => guardCalls((inner) => subgraphCall(inner, name), next, of))
        return of.areCallsShared ? withoutAsker(guarded) : guarded
      },
    }),
    ...(plan && { plan: (next) => asked('plan', () => guardPlanning(plan, next, of)) }),
  }
}

const ours = (): GraphQLError => codedError('INTERNAL_SERVER_ERROR', MASKED_MESSAGE)

function reported(
  of: Guarded,
  hook: keyof Extension,
  { error, context }: { readonly error: unknown; readonly context?: RequestContext },
): GraphQLError {
  const logger = context?.logger ?? of.logger
  logger.error({ err: error, extension: of.name, hook }, 'Extension failed')
  of.count(hook)
  return ours()
}

function guardRequests(hook: NonNullable<Extension['request']>, next: AnswerRequest, of: Guarded): AnswerRequest {
  return guardHook(hook, next, {
    answers: sendable,
    failed: (error, [, context]) => refuseRequest(reported(of, 'request', { error, context }), context),
  })
}

function guardOperations(hook: NonNullable<Extension['operation']>, next: AnswerOperation, of: Guarded): AnswerOperation {
  return guardHook(hook, next, {
    answers: (answer, [, context]) => presentable(answer, context),
    failed: (error, [, context]) => refuse(reported(of, 'operation', { error, context }), context.requestId),
  })
}

function guardCalls(hook: (next: SendCall) => SendCall, next: SendCall, of: Guarded): SendCall {
  return guardHook(hook, next, {
    handsOn({ headers = {} }) {
      const wrong = Object.entries(headers).find(([name, value]) => name !== name.toLowerCase() || !maySend(name) || !isValue(value))
      if (wrong !== undefined)
        throw new TypeError(`The header ${wrong[0]} is not an extension's to say, or not in small letters, or has a value that cannot be sent`)
    },
    answers(reply) {
      if (isRecord(reply) && typeof reply.status === 'number' && typeof reply.text === 'string' && isRecord(reply.headers)) return reply
      throw new TypeError('A reply has status, text and headers')
    },
    failed(error, [, context]) {
      throw reported(of, 'subgraphCall', { error, context })
    },
  })
}

function withoutAsker(send: SendCall): SendCall {
  return (call, context) => {
    const { client: _, address: __, ...rest } = context
    return send(call, rest)
  }
}

function guardPlanning(hook: NonNullable<Extension['plan']>, next: PlanOperation, of: Guarded): PlanOperation {
  return guardHook(hook, next, {
    answers(plan) {
      if (isRecord(plan)) return plan
      throw new TypeError('A plan is expected')
    },
    failed(error) {
      throw reported(of, 'plan', { error })
    },
  })
}

const OF_A_CONNECTION: ReadonlySet<string> = new Set(['connection', 'content-length', 'keep-alive', 'trailer', 'transfer-encoding', 'upgrade'])

function sendable(answer: ClientAnswer): ClientAnswer {
  const { status, headers, body }: Partial<ClientAnswer> = isRecord(answer) ? answer : {}
  if (!Number.isInteger(status) || Number(status) < 200 || Number(status) > 599) throw new TypeError('A status is from 200 to 599')
  if (!isRecord(headers) || !isBody(body)) throw new TypeError('An answer has status, headers and a body')
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name)
    if (OF_A_CONNECTION.has(name.toLowerCase())) throw new TypeError(`The header ${name} is about the connection or the length`)
    if (value === undefined) throw new TypeError(`The header ${name} has no value`)
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, String(one))
  }
  return answer
}

const isBody = (body: unknown): boolean => typeof body === 'string' || (isRecord(body) && (Buffer.isBuffer(body) || Symbol.asyncIterator in body))

/** What a module says on purpose is said: its errors are the request's, as all others are. */
function presentable(answer: ExecutionResult, { requestId }: RequestContext): ExecutionResult {
  const given: unknown = answer
  if (!isRecord(given)) throw new TypeError('An operation is answered with data, errors or both')
  const { errors } = answer
  if (errors === undefined || errors.every(isTheRequests)) return answer
  const own = ({ message, path, extensions }: GraphQLError): GraphQLError =>
    new GraphQLError(message, { path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions, requestId } })
  return { ...answer, errors: errors.map((error) => (isTheRequests(error) ? error : own(error))) }
}

const isTheRequests = (error: unknown): boolean => error instanceof GraphQLError && error.extensions['requestId'] !== undefined
