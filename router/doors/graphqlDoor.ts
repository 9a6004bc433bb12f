import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server'
import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { readBody } from '@agora/http-server/readBody.ts'

import { refuseAnonymous } from '../authorization/requireAuthentication.ts'
import type { ReadHeaders, RequestHeaders } from '../headers/headerPolicy.ts'
import type { ClientName } from '../identity/clientName.ts'
import type { Identity } from '../identity/identify.ts'
import type { RouterViewer } from '../identity/routerViewer.ts'
import type { DirectAnswer, DirectAnswers } from '../operation/directAnswers.ts'
import { parseJson } from '../operation/parseJson.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { createWaits } from '../telemetry/waits.ts'
import type { RateLimits } from '../traffic/rateLimit.ts'
import type { RequestWords } from '../trustedDocuments/askedDocument.ts'
import type { SettledRequest, SettleDocument } from '../trustedDocuments/settleDocument.ts'
import { addRequestId } from './addRequestId.ts'
import { answerBatch, readBatch, type Batching } from './answerBatch.ts'
import { refusalText, sendError, sendText } from './answers.ts'
import { headerOf, type Door, type Exchange } from './exchange.ts'
import { pagePolicy } from './explore/pagePolicy.ts'

/** What stands behind `/graphql`. */
export interface GraphqlDoorParts {
  readonly direct: DirectAnswers
  readonly server: Pick<ApolloServer<RequestContext>, 'executeHTTPGraphQLRequest'>
  readonly identity: Pick<Identity, 'identify'>
  readonly rateLimits: RateLimits
  readonly clientName: ClientName
  readonly settleDocument: SettleDocument
  readonly checkDocument: (source: string) => GraphQLError | null
  readonly bodyBytes: number
  readonly batching: Batching
  /** Whether a document within the limits might change anything. */
  readonly mayChange: (source: string) => boolean
  /** Whether a request without a token is answered nothing. */
  readonly requireAuthentication: boolean
  /** Told how many seconds of a request were the router's own: those in which no subgraph was waited for. */
  readonly observeOverhead: (seconds: number) => void
  readonly readHeaders: ReadHeaders
}

/** The door of the graph. Who asks, how often and how much is settled before anything of the operation is understood. */
export function createGraphqlDoor(parts: GraphqlDoorParts): Door {
  return async (exchange) => {
    const admitted = await admit(exchange, parts)
    if (!admitted.ok) return sendError(exchange, admitted.error)
    const headers = parts.readHeaders(exchange.request.headers)
    if (!headers.ok) return sendError(exchange, headers.error)
    for (const [name, value] of headers.value.said) exchange.response.setHeader(name, value)
    const body = await readOperation(exchange, parts)
    if (!body.ok) return sendError(exchange, body.error)
    const context = contextOf(exchange, admitted.value, { parts, headers: headers.value })
    if (Array.isArray(body.value)) return sendBatch(exchange, body.value, { parts, context })
    const settled = settle({ method: exchange.method, body: body.value, search: exchange.search }, parts)
    if (!settled.ok) return sendError(exchange, settled.error)
    const answer = await answerOne(exchange, settled.value.words, { parts, context })
    context.received?.writeTo(exchange.response)
    return 'text' in answer ? sendDirect(exchange, answer) : send(exchange, answer)
  }
}

interface Behind {
  readonly parts: GraphqlDoorParts
  readonly context: RequestContext
}

/** Finds the document that is asked for, and whether it may be. */
function settle(words: RequestWords, { settleDocument, checkDocument }: GraphqlDoorParts): Result<SettledRequest, GraphQLError> {
  const settled = settleDocument(words)
  if (!settled.ok || settled.value.source === undefined) return settled
  const tooLarge = checkDocument(settled.value.source)
  return tooLarge === null ? settled : fail(tooLarge)
}

async function answerOne(exchange: Exchange, words: RequestWords, { parts, context }: Behind): Promise<DirectAnswer | HTTPGraphQLResponse> {
  const accept = headerOf(exchange, 'accept')
  const direct = words.method === 'POST' && words.body !== undefined ? await parts.direct.answer({ body: words.body, accept }, context) : undefined
  if (direct !== undefined) return direct
  const answer = await parts.server.executeHTTPGraphQLRequest({ httpGraphQLRequest: forApollo(exchange, words), context: async () => context })
  const contentType = answer.headers.get('content-type')
  if (words.method === 'POST' && (answer.status ?? 200) === 200 && contentType !== undefined) parts.direct.learn(accept, contentType)
  return answer
}

async function sendBatch(exchange: Exchange, entries: readonly unknown[], { parts, context }: Behind): Promise<void> {
  const { requestId, response, note } = exchange
  const notes = entries.map((): Record<string, unknown> => ({}))
  note({ batch: notes })
  const { text, retryAfterSeconds } = await answerBatch(entries, {
    mayChange: parts.mayChange,
    // The first was counted when the request was.
    admit: async (body, index) => {
      const crowded = index === 0 ? null : await count(exchange, context.viewer, parts)
      return crowded === null ? settle({ method: 'POST', body, search: '' }, parts) : fail(crowded)
    },
    answer: async ({ words }, index) => {
      const own = { ...context, note: (fields: Readonly<Record<string, unknown>>) => void Object.assign(notes[index] ?? {}, fields) }
      const answer = await answerOne(exchange, words, { parts, context: own })
      return addRequestId('text' in answer ? String(answer.text) : wholeText(answer), requestId)
    },
    refusal: (error) => refusalText(error, requestId),
  })
  context.received?.writeTo(response)
  if (retryAfterSeconds !== null) response.setHeader('retry-after', retryAfterSeconds)
  sendText(exchange, 200, { type: 'application/json; charset=utf-8', body: text })
}

/** As Apollo Server's answer is sent. */
function sendDirect({ response, requestId }: Exchange, { contentType, text }: DirectAnswer): void {
  const body = typeof text === 'string' ? addRequestId(text, requestId) : text
  response.writeHead(200, { 'cache-control': 'no-store', 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Counts the address before the token is looked at, for verifying costs more than asking. */
async function admit(exchange: Exchange, parts: GraphqlDoorParts): Promise<Result<RouterViewer, GraphQLError>> {
  const { identity, rateLimits, requireAuthentication } = parts
  const { request, address, note } = exchange
  const crowded = await rateLimits.ofAddress(address)
  if (crowded !== null) return fail(crowded)
  const identified = await identity.identify(request.headers.authorization)
  if (!identified.ok) return identified
  const viewer = identified.value
  note({ viewer: viewer.kind, ...(viewer.kind === 'anonymous' ? {} : { sub: viewer.sub }) })
  const refusal = refuseAnonymous(viewer, requireAuthentication)
  if (refusal !== null) return fail(refusal)
  const greedy = await countViewer(exchange, viewer, parts)
  return greedy === null ? identified : fail(greedy)
}

/** Counts one operation more. */
async function count(exchange: Exchange, viewer: RouterViewer, parts: GraphqlDoorParts): Promise<GraphQLError | null> {
  return (await parts.rateLimits.ofAddress(exchange.address)) ?? (await countViewer(exchange, viewer, parts))
}

/** Counts for the viewer, then for the application. */
async function countViewer({ request }: Exchange, viewer: RouterViewer, { rateLimits, clientName }: GraphqlDoorParts): Promise<GraphQLError | null> {
  const greedy = viewer.kind === 'anonymous' ? null : await rateLimits.ofUser(viewer.sub)
  return greedy !== null || rateLimits.ofClient === null ? greedy : rateLimits.ofClient(clientName(request.headers, viewer) ?? '')
}

const JSON_TYPE = /^application\/json\s*(;|$)/i
/** A page of any origin may send these without asking first; Apollo Server's CSRF prevention answers them. */
const SIMPLE_TYPE = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i

async function readOperation(exchange: Exchange, { bodyBytes: limit, batching }: GraphqlDoorParts): Promise<Result<unknown, GraphQLError>> {
  if (exchange.method !== 'POST') return ok(undefined)
  const type = headerOf(exchange, 'content-type') ?? ''
  const encoding = headerOf(exchange, 'content-encoding') ?? 'identity'
  const read = await readBody(exchange.request, limit)
  if (!read.ok) return fail(codedError('PAYLOAD_TOO_LARGE', `The body is longer than ${limit} bytes.`, { limit }))
  if (encoding !== 'identity') return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not read.'))
  if (type === '' || SIMPLE_TYPE.test(type)) return ok(undefined)
  if (!JSON_TYPE.test(type)) return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.'))
  const json = parseJson(read.value.toString())
  if (!json.ok) return fail(codedError('BAD_REQUEST', 'The body is not JSON.'))
  return Array.isArray(json.value) ? readBatch(json.value, batching) : json
}

interface ContextParts {
  readonly parts: Pick<GraphqlDoorParts, 'clientName' | 'observeOverhead'>
  readonly headers: RequestHeaders
}

function contextOf(exchange: Exchange, viewer: RouterViewer, { parts, headers: { forwarded, received } }: ContextParts): RequestContext {
  const { requestId, trace, logger, request, response, address, startedAt, note } = exchange
  const gone = new AbortController()
  const waits = createWaits()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
    parts.observeOverhead((performance.now() - startedAt - waits.total()) / 1000)
  })
  const client = parts.clientName(request.headers, viewer)
  return { requestId, trace, viewer, address, client, logger, signal: gone.signal, waits, note, forwarded, received }
}

function forApollo({ request }: Exchange, { method, search, body }: RequestWords): HTTPGraphQLRequest {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return { method, headers, search, body }
}

function wholeText({ body }: HTTPGraphQLResponse): string {
  if (body.kind === 'chunked') throw new TypeError('An answer in parts was made where none can be asked for')
  return body.string
}

async function send(exchange: Exchange, answer: HTTPGraphQLResponse): Promise<void> {
  const { status = 200, headers } = answer
  const { response, requestId } = exchange
  for (const [name, value] of headers) response.setHeader(name, value)
  const whole = wholeText(answer)
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  if (isPage) response.setHeader('content-security-policy', pagePolicy(whole))
  if (status === 503) response.setHeader('retry-after', 1)
  const text = isPage ? whole : addRequestId(whole, requestId)
  response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text)
}
