import { fromJson, toJson, type DescMethod, type DescMethodUnary, type FileRegistry, type JsonValue, type Message } from '@bufbuild/protobuf'
import { Code, ConnectError, createContextKey, type ConnectRouter, type HandlerContext } from '@connectrpc/connect'
import { codeFromString } from '@connectrpc/connect/protocol-connect'

import type { Logger } from '@agora/logger/logger.ts'

import type { RpcFault } from '../fault.ts'
import type { RpcCall, RpcHandler } from '../routes.ts'
import { inTime, MAX_TIMEOUT_MS, oneHeader } from '../rpcDeadline.ts'
import { runMethod, TOO_LATE } from '../runMethod.ts'

/** Who signed the call; empty when nobody did, and then nothing is run. */
export const callerKey = createContextKey('', { description: 'the process that signed the call' })

/** What is served, by the descriptors of its protos. */
export interface LibraryRoutes {
  readonly handlers: readonly RpcHandler[]
  readonly registry: FileRegistry
  readonly logger: Logger
}

/** Serves our handlers by Connect's own library: in between, each message is what it is in JSON, so that both doors check and run the same. */
export function libraryRoutes({ handlers, registry, logger }: LibraryRoutes): (router: ConnectRouter) => void {
  return (router) => {
    for (const handler of handlers) {
      const method = unaryMethod(registry, handler)
      router.rpc(method, async (request, context) => {
        const call = callOf(context)
        if (!handler.callers.includes(call.caller)) throw errorOf({ code: 'permission_denied', message: `${call.caller} may not call this method` })
        const running = runMethod(handler, { message: toJson(method.input, request), call, logger })
        const answer = (await inTime(running, call.remainingMs())) ?? TOO_LATE
        if (!answer.ok) throw errorOf(answer.error)
        return messageOf(method, answer.value, logger)
      })
    }
  }
}

/** An answer that has been checked against its method's shape, which a test holds equal to the proto: it fits, or our protos have a bug. */
function messageOf({ output }: DescMethodUnary, answer: unknown, logger: Logger): Message {
  try {
    return fromJson(output, answer as JsonValue)
  } catch (error) {
    logger.error({ err: error, type: output.typeName }, 'Answer did not fit its proto')
    throw errorOf({ code: 'internal', message: 'The answer could not be written' })
  }
}

function unaryMethod(registry: FileRegistry, { method: { service, method: name, path } }: RpcHandler): DescMethodUnary {
  const method = registry.getService(service)?.methods.find((candidate) => candidate.name === name)
  if (method === undefined || !isUnary(method)) throw new TypeError(`${path} is in none of the protos`)
  return method
}

const isUnary = (method: DescMethod): method is DescMethodUnary => method.methodKind === 'unary'

function callOf(context: HandlerContext): RpcCall {
  const { requestHeader, signal, values } = context
  const started = performance.now()
  const given = Math.min(context.timeoutMs() ?? MAX_TIMEOUT_MS, MAX_TIMEOUT_MS)
  return {
    caller: values.get(callerKey),
    requestId: oneHeader(requestHeader.get('x-request-id')),
    traceparent: oneHeader(requestHeader.get('traceparent')),
    remainingMs: () => Math.max(0, started + given - performance.now()),
    signal: AbortSignal.any([signal, AbortSignal.timeout(given)]),
  }
}

const errorOf = ({ code, message }: RpcFault): ConnectError => new ConnectError(message, codeFromString(code) ?? Code.Unknown)
