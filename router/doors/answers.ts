import type { GraphQLError } from 'graphql'

import { errorCodes, type ErrorCodeName } from '@agora/errors/codes.ts'
import { codedError } from '@agora/errors/graphqlError.ts'

import type { Door, Exchange } from './exchange.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** Sends a whole answer of a known type. */
export function sendText(
  { response, method }: Pick<Exchange, 'response' | 'method'>,
  status: number,
  content: { readonly type: string; readonly body: string | Buffer },
): void {
  response.writeHead(status, { 'content-type': content.type, 'content-length': Buffer.byteLength(content.body) })
  response.end(method === 'HEAD' ? undefined : content.body)
}

/** Sends JSON. */
export function sendJson(exchange: Pick<Exchange, 'response' | 'method'>, status: number, value: unknown): void {
  sendText(exchange, status, { type: JSON_TYPE, body: JSON.stringify(value) })
}

/** A refusal in the shape of a GraphQL answer. */
export function refusalText(error: GraphQLError, requestId: string): string {
  return JSON.stringify({ errors: [{ message: error.message, extensions: { ...error.extensions, requestId } }] })
}

/** Refuses a whole request in the shape of a GraphQL answer, with the status that the catalogue has for the error's code. */
export function sendError(exchange: Exchange, error: GraphQLError): void {
  const { response, requestId } = exchange
  const code = error.extensions['code'] as ErrorCodeName
  const retryAfter = error.extensions['retryAfterSeconds']
  if (typeof retryAfter === 'number') response.setHeader('retry-after', retryAfter)
  if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer error="invalid_token"')
  if (code === 'AUTH_ERROR') response.setHeader('www-authenticate', 'Bearer')
  exchange.note({ code })
  const body = refusalText(error, requestId)
  if (isStillSending(exchange)) return sendBeforeTheEnd(exchange, errorCodes[code].status, body)
  sendText(exchange, errorCodes[code].status, { type: JSON_TYPE, body })
}

function isStillSending({ request }: Exchange): boolean {
  const announced = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  return announced && !request.complete
}

const DISCARDED_AT_MOST_BYTES = 32 * 1024 * 1024
const DISCARDED_AT_MOST_MS = 2000

/**
 * Answers while the body is still arriving. Closing at once would reset the connection, and with it the answer that is on its way; so a bounded rest
 * of the body is taken and thrown away first.
 */
function sendBeforeTheEnd({ request, response }: Exchange, status: number, body: string): void {
  response.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(body), connection: 'close' })
  response.write(body)
  let discarded = 0
  const finish = (): void => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(finish, DISCARDED_AT_MOST_MS)
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length
    if (discarded > DISCARDED_AT_MOST_BYTES) finish()
  })
  request.once('end', finish).once('close', finish).resume()
}

/** Answers addresses that are no door. */
export const notFound: Door = (exchange) => sendError(exchange, codedError('NOT_FOUND', 'There is nothing at this address.'))

/** Lets only these methods through. */
export function onlyMethods(methods: readonly string[], door: Door): Door {
  return (exchange) => {
    if (methods.includes(exchange.method)) return door(exchange)
    exchange.response.setHeader('allow', methods.join(', '))
    sendJson(exchange, 405, {
      errors: [{ message: `Only ${methods.join(' and ')} are answered here.`, extensions: { code: 'BAD_REQUEST', requestId: exchange.requestId } }],
    })
  }
}
