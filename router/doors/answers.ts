import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'

import type { ClientAnswer } from '../extensions/extension.ts'
import { refuseRequest } from '../extensions/refusal.ts'
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

/** Sends an answer of the graph, whatever of the request is still arriving. Parts are sent as they come, until there are no more or nobody reads them. */
export function sendAnswer(exchange: Exchange, { status, headers, body }: ClientAnswer): Promise<void> | void {
  const { response, method } = exchange
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return sendParts(response.writeHead(status, headers), body)
  const head = { ...headers, 'content-length': Buffer.byteLength(body) }
  if (isStillSending(exchange)) return sendBeforeTheEnd(exchange, { status, head, body })
  response.writeHead(status, head).end(method === 'HEAD' ? undefined : body)
}

async function sendParts(response: ServerResponse, parts: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(parts, response)
  } catch (error) {
    const hasGone = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!hasGone) throw error
  }
}

/** Refuses a whole request in the shape of a GraphQL answer, with the status that the catalogue has for the error's code. */
export function sendError(exchange: Exchange, error: GraphQLError): void {
  void sendAnswer(exchange, refuseRequest(error, exchange))
}

function isStillSending({ request }: Exchange): boolean {
  const announced = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  return announced && !request.complete
}

interface Whole {
  readonly status: number
  readonly head: OutgoingHttpHeaders
  readonly body: string | Buffer
}

const DISCARDED_AT_MOST_BYTES = 32 * 1024 * 1024
const DISCARDED_AT_MOST_MS = 2000

/**
 * Answers while the body is still arriving. Closing at once would reset the connection, and with it the answer that is on its way; so a bounded rest
 * of the body is taken and thrown away first.
 */
function sendBeforeTheEnd({ request, response }: Exchange, { status, head, body }: Whole): void {
  response.writeHead(status, { ...head, connection: 'close' })
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
