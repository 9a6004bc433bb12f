import type { IncomingMessage, ServerResponse } from 'node:http'

import { HeaderMap, type ApolloServer } from '@apollo/server'

import { beginDeadline, underDeadline } from '@agora/deadline/deadline.ts'
import type { ErrorCodeName } from '@agora/errors/codes.ts'
import { errorCodes } from '@agora/errors/codes.ts'
import type { Result } from '@agora/errors/result.ts'
import type { Handler } from '@agora/http-server/listen.ts'
import { readBody } from '@agora/http-server/readBody.ts'
import { securityHeaders } from '@agora/http-server/securityHeaders.ts'
import type { Logger } from '@agora/logger/logger.ts'
import { IDENTITY_HEADER, type IdentityFault } from '@agora/security/identityToken.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import { TRACE_HEADER } from './compiledPath.ts'
import type { RequestFacts, SubgraphContext } from './context.ts'
import { TOO_LATE } from './maskErrors.ts'
import { requestFacts, type TracedFacts } from './requestFacts.ts'
import type { RequestRecord } from './requestRecord.ts'

/** What the GraphQL port needs. */
export interface GraphqlHandlerOptions<Context extends SubgraphContext> {
  readonly apollo: ApolloServer<Context>
  readonly verify: (token: string | undefined) => Result<Viewer, IdentityFault>
  readonly createContext: (facts: RequestFacts) => Context
  readonly record: (request: RequestRecord) => void
  readonly logger: Logger
  readonly maxBodyBytes: number
}

// No browser gets here: of the headers that protect one, those stay that keep an answer from being taken for something else.
const fixedHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'x-content-type-options': securityHeaders['x-content-type-options'],
}

/** Answers the GraphQL port: `/health` to anybody, everything else only to a verified identity, which is looked at before the body is read. */
export function graphqlHandler<Context extends SubgraphContext>(options: GraphqlHandlerOptions<Context>): Handler {
  const { verify, record, logger } = options
  return async (request, response) => {
    if (request.url === '/health' && (request.method === 'GET' || request.method === 'HEAD')) return send(response, 200, '{"status":"ok"}')
    const startedAt = performance.now()
    const token = request.headers[IDENTITY_HEADER]
    const identity = verify(typeof token === 'string' ? token : undefined)
    if (!identity.ok) {
      logger.warn({ fault: identity.error }, 'Request without a valid identity was refused')
      return refuse(response, 'UNAUTHENTICATED', 'The request carries no valid identity')
    }
    const facts = requestFacts(request.headers, identity.value, logger)
    const refusal = refusalOf(request)
    if (refusal === undefined) await answerInTime(options, facts, response)
    else refuse(response, ...refusal)
    record({
      ...facts.ids,
      viewer: facts.viewer,
      status: response.headersSent ? response.statusCode : NOBODY_THERE,
      seconds: (performance.now() - startedAt) / 1000,
    })
  }
}

function refusalOf({ url = '', method, headers }: IncomingMessage): [ErrorCodeName, string] | undefined {
  if (url.split('?')[0] !== '/graphql') return ['NOT_FOUND', 'There is nothing here but /graphql']
  if (method !== 'POST') return ['BAD_REQUEST', 'Send a POST']
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return ['UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json']
  return undefined
}

/** What is logged where the other side has closed the connection before there was an answer; nothing is sent. */
const NOBODY_THERE = 499

/**
 * Answers for as long as somebody waits: until the time is over that the request gives, or its connection is closed. Then queries begin nothing more, and
 * whoever is there is told so at once; mutations go on.
 */
function answerInTime<Context extends SubgraphContext>(
  options: GraphqlHandlerOptions<Context>,
  facts: TracedFacts,
  response: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLate = (): void => {
      refuse(response, TOO_LATE.code, TOO_LATE.message)
      resolve()
    }
    const deadline = beginDeadline(facts.timeoutMs ?? Infinity, tooLate)
    response.once('close', deadline.end)
    const done = (): void => {
      response.off('close', deadline.end)
      deadline.lift()
    }
    underDeadline(deadline, () => answer(options, facts, response))
      .finally(done)
      .then(resolve, reject)
  })
}

async function answer<Context extends SubgraphContext>(
  { apollo, createContext, maxBodyBytes }: GraphqlHandlerOptions<Context>,
  facts: TracedFacts,
  response: ServerResponse,
): Promise<void> {
  const { req: request } = response
  const read = await readBody(request, maxBodyBytes)
  if (!read.ok)
    return read.error === 'too-large'
      ? refuse(response, 'PAYLOAD_TOO_LARGE', `The body is larger than ${maxBodyBytes} bytes`)
      : void response.destroy()
  let body: unknown
  try {
    body = JSON.parse(read.value.toString())
  } catch {
    return refuse(response, 'BAD_REQUEST', 'The body is not JSON')
  }
  const headers = new HeaderMap([['content-type', 'application/json']])
  const trace = request.headers[TRACE_HEADER]
  if (typeof trace === 'string') headers.set(TRACE_HEADER, trace)
  const answered = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body },
    context: () => Promise.resolve(createContext(facts)),
  })
  // Incremental delivery is never chosen: no accept header gets this far.
  // The schema says by @cacheControl how long what was answered may be kept, and the router goes by that.
  if (answered.body.kind === 'complete') send(response, answered.status ?? 200, answered.body.string)
  else refuse(response, 'BAD_REQUEST', 'Incremental delivery is not served')
}

function refuse(response: ServerResponse, code: ErrorCodeName, message: string): void {
  if (response.headersSent || response.destroyed) return
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.setHeader('cache-control', securityHeaders['cache-control'])
  const { status } = errorCodes[code]
  send(response, status, JSON.stringify({ errors: [{ message, extensions: { code } }] }))
}

function send(response: ServerResponse, status: number, body: string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, { ...fixedHeaders, 'content-length': Buffer.byteLength(body) }).end(body)
}
