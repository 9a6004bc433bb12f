import type { IncomingMessage, ServerResponse } from 'node:http'

import { readBody } from '@agora/http-server/readBody.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { SignedCall } from '@agora/security/callToken.ts'

import { rpcCodes, type RpcFault } from './fault.ts'
import type { RpcHandler } from './routes.ts'
import { timeoutOf, waitingCall } from './rpcDeadline.ts'
import { runMethod, TOO_LATE } from './runMethod.ts'

/** One request of an internal port whose token holds. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly call: SignedCall
  readonly maxBodyBytes: number
  readonly logger: Logger
}

/** Answers a unary call: rights, body, its signature, its shape, then the method, no longer than the caller waits. */
export async function answerCall({ handler, ...exchange }: Exchange & { readonly handler: RpcHandler }): Promise<void> {
  const { request, response, call, maxBodyBytes, logger } = exchange
  if (!handler.callers.includes(call.caller))
    return sendFault(response, { code: 'permission_denied', message: `${call.caller} may not call this method` })
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) return refuseType(response)
  const unfit = protocolFault(request)
  if (unfit !== undefined) return sendFault(response, unfit)
  const timeoutMs = timeoutOf(request)
  if (timeoutMs === undefined) return sendFault(response, { code: 'invalid_argument', message: 'connect-timeout-ms is not a number of milliseconds' })
  const waiting = waitingCall(exchange, timeoutMs)
  const body = await readBody(request, maxBodyBytes)
  if (!body.ok) return refuseBody(response, body.error)
  if (!call.hasBody(body.value)) return sendFault(response, { code: 'unauthenticated', message: 'The body is not the one that was signed' })
  const message = parseJson(body.value)
  if (message === undefined) return sendFault(response, { code: 'invalid_argument', message: 'The body is not JSON' })
  if (waiting.remainingMs() === 0) return sendFault(response, TOO_LATE.error)
  const answer = (await waiting.settle(runMethod(handler, { message, call: waiting, logger }))) ?? TOO_LATE
  if (answer.ok) sendJson(response, 200, answer.value)
  else sendFault(response, answer.error)
}

const JSON_TYPE = /^application\/json *(?:;|$)/i

function refuseType(response: ServerResponse): void {
  response.writeHead(415, { 'accept-post': 'application/json', connection: 'close' }).end()
}

/** What of the Connect protocol is not spoken here. */
function protocolFault({ headers }: IncomingMessage): RpcFault | undefined {
  const { 'content-encoding': encoding = 'identity', 'connect-protocol-version': version = '1' } = headers
  if (encoding !== 'identity') return { code: 'unimplemented', message: 'Messages are not compressed between our processes' }
  return version === '1' ? undefined : { code: 'invalid_argument', message: 'connect-protocol-version is not 1' }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return
  // As text, and with its length said: Node then writes head and body at once.
  const body = JSON.stringify(value)
  response.writeHead(status, ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(body)), ...GUARDS]).end(body)
}

/** Nobody but our own processes gets this far: of the headers for browsers these two keep whatever is in between from guessing and keeping. */
const GUARDS = ['x-content-type-options', 'nosniff', 'cache-control', 'no-store'] as const

/** Sends a Connect error. */
export function sendFault(response: ServerResponse, fault: RpcFault, status: number = rpcCodes[fault.code]): void {
  // Whatever the sender still has to say is not read: the connection ends with the refusal.
  if (!response.headersSent && !response.req.complete) response.setHeader('connection', 'close')
  sendJson(response, status, fault)
}

/** Refuses a body that was not read to its end. */
export function refuseBody(response: ServerResponse, fault: 'too-large' | 'aborted'): void {
  if (fault === 'too-large') return sendFault(response, { code: 'resource_exhausted', message: 'The body is too large' }, 413)
  response.destroy()
}
