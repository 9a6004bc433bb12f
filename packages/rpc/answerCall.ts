import type { IncomingMessage, ServerResponse } from 'node:http'

import { fail, type Result } from '@agora/errors/result.ts'
import { readBody } from '@agora/http-server/readBody.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { SignedCall } from '@agora/security/callToken.ts'

import { rpcCodes, type RpcFault } from './fault.ts'
import type { RpcCall, RpcHandler } from './routes.ts'

/** One request of an internal port whose token holds. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly call: SignedCall
  readonly maxBodyBytes: number
  readonly logger: Logger
}

const MAX_TIMEOUT_MS = 60_000

/** Answers a unary call: rights, body, its signature, its shape, then the method, no longer than the caller waits. */
export async function answerCall({ handler, ...exchange }: Exchange & { readonly handler: RpcHandler }): Promise<void> {
  const { request, response, call, maxBodyBytes, logger } = exchange
  if (!handler.callers.includes(call.caller))
    return sendFault(response, { code: 'permission_denied', message: `${call.caller} may not call this method` })
  const body = await readBody(request, maxBodyBytes)
  if (!body.ok) return refuseBody(response, body.error)
  if (!call.hasBody(body.value)) return sendFault(response, { code: 'unauthenticated', message: 'The body is not the one that was signed' })
  const message = parseMessage(handler, body.value)
  if (!message.ok) return sendFault(response, message.error)
  const waited = callOf(exchange)
  const answer = await withDeadline(waited.signal, run(handler, { message: message.value, call: waited, logger }))
  if (!answer.ok) return sendFault(response, answer.error)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer.value))
}

async function run(handler: RpcHandler, given: { message: unknown; call: RpcCall; logger: Logger }): Promise<Result<unknown, RpcFault>> {
  const { message, call, logger } = given
  try {
    const answer = await handler.run(message, call)
    if (!answer.ok) return answer
    const fitting = handler.method.response.safeParse(answer.value)
    if (fitting.success) return { ok: true, value: fitting.data }
    logger.error(
      { path: handler.method.path, issues: fitting.error.issues.map(({ path, code }) => ({ path, code })) },
      'Answer did not fit its method',
    )
  } catch (error) {
    logger.error({ err: error, path: handler.method.path, requestId: call.requestId }, 'Internal call failed')
  }
  return fail({ code: 'internal', message: 'The call failed; the request id finds it in the log' })
}

function parseMessage(handler: RpcHandler, body: Buffer): Result<unknown, RpcFault> {
  let json: unknown
  try {
    json = JSON.parse(body.toString())
  } catch {
    return fail({ code: 'invalid_argument', message: 'The body is not JSON' })
  }
  const parsed = handler.method.request.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const [issue] = parsed.error.issues
  return fail({ code: 'invalid_argument', message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit the method'}` })
}

/** What a handler is told of its call; the signal follows the caller's deadline and its connection. */
export function callOf({ request, response, call }: Pick<Exchange, 'request' | 'response' | 'call'>): RpcCall {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const timeoutMs = Number(request.headers['connect-timeout-ms'])
  const wait = Number.isFinite(timeoutMs) && timeoutMs >= 0 ? Math.min(timeoutMs, MAX_TIMEOUT_MS) : MAX_TIMEOUT_MS
  return {
    caller: call.caller,
    requestId: oneHeader(request.headers['x-request-id']),
    traceparent: oneHeader(request.headers['traceparent']),
    signal: AbortSignal.any([gone.signal, AbortSignal.timeout(wait)]),
  }
}

const oneHeader = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' && value.length <= 128 ? value : undefined)

function withDeadline(signal: AbortSignal, answer: Promise<Result<unknown, RpcFault>>): Promise<Result<unknown, RpcFault>> {
  const late = fail<RpcFault>({ code: 'deadline_exceeded', message: 'The caller waits no longer' })
  if (signal.aborted) return Promise.resolve(late)
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(late)
    signal.addEventListener('abort', giveUp, { once: true })
    void answer.then((value) => {
      signal.removeEventListener('abort', giveUp)
      resolve(value)
    })
  })
}

/** Sends a Connect error. */
export function sendFault(response: ServerResponse, fault: RpcFault, status: number = rpcCodes[fault.code]): void {
  if (response.headersSent || response.destroyed) return
  // Whatever the sender still has to say is not read: the connection ends with the refusal.
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(fault))
}

/** Refuses a body that was not read to its end. */
export function refuseBody(response: ServerResponse, fault: 'too-large' | 'aborted'): void {
  if (fault === 'too-large') return sendFault(response, { code: 'resource_exhausted', message: 'The body is too large' }, 413)
  response.destroy()
}
