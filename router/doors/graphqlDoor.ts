import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server'
import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { readBody } from '@agora/http-server/readBody.ts'

import { refuseAnonymous } from '../authorization/requireAuthentication.ts'
import type { ClientAnswer, ClientRequest, Extension } from '../extensions/extension.ts'
import { aroundRequests } from '../extensions/hangAround.ts'
import { refusalText, refuseRequest } from '../extensions/refusal.ts'
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
import { sendAnswer, sendError } from './answers.ts'
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
  /** Hung around requests. */
  readonly extensions: readonly Extension[]
  /** Whether a client with this `accept` header takes an answer in parts. */
  readonly acceptsParts: (accept: string | undefined) => boolean
}

/** The door of the graph. Who asks, how often and how much is settled before anything of the operation is understood. */
export function createGraphqlDoor(parts: GraphqlDoorParts): Door {
  const answer = aroundRequests(parts.extensions, (request, context) => answerRequest(request, { parts, context }))
  return async (exchange) => {
    const admitted = await admit(exchange, parts)
    if (!admitted.ok) return sendError(exchange, admitted.error)
    const { method, search, request } = exchange
    const asked = { method, search, headers: request.headers, readBody: () => readBody(request, parts.bodyBytes) }
    return sendAnswer(exchange, await answer(asked, contextOf(exchange, admitted.value, parts)))
  }
}

interface Behind {
  readonly parts: GraphqlDoorParts
  readonly context: RequestContext
}

async function answerRequest(request: ClientRequest, behind: Behind): Promise<ClientAnswer> {
  const { parts, context } = behind
  const body = await readOperation(request, parts)
  if (!body.ok) return refuseRequest(body.error, context)
  if (Array.isArray(body.value)) return answerEntries(request, body.value, behind)
  const settled = settle({ method: request.method, body: body.value, search: request.search }, parts)
  if (!settled.ok) return refuseRequest(settled.error, context)
  const answer = await answerOne(request, settled.value.words, behind)
  return 'text' in answer ? fromDirect(answer, context) : fromApollo(answer, context)
}

/** Finds the document that is asked for, and whether it may be. */
function settle(words: RequestWords, { settleDocument, checkDocument }: GraphqlDoorParts): Result<SettledRequest, GraphQLError> {
  const settled = settleDocument(words)
  if (!settled.ok || settled.value.source === undefined) return settled
  const tooLarge = checkDocument(settled.value.source)
  return tooLarge === null ? settled : fail(tooLarge)
}

async function answerOne(request: ClientRequest, words: RequestWords, { parts, context }: Behind): Promise<DirectAnswer | HTTPGraphQLResponse> {
  const accept = headerOf({ request }, 'accept')
  const direct = words.method === 'POST' && words.body !== undefined ? await parts.direct.answer({ body: words.body, accept }, context) : undefined
  if (direct !== undefined) return direct
  const answer = await parts.server.executeHTTPGraphQLRequest({ httpGraphQLRequest: forApollo(request, words), context: async () => context })
  const contentType = answer.headers.get('content-type')
  const isWhole = answer.body.kind === 'complete'
  if (words.method === 'POST' && isWhole && (answer.status ?? 200) === 200 && contentType !== undefined) parts.direct.learn(accept, contentType)
  return answer
}

async function answerEntries(request: ClientRequest, entries: readonly unknown[], { parts, context }: Behind): Promise<ClientAnswer> {
  const { requestId, address = '', viewer, note } = context
  const notes = entries.map((): Record<string, unknown> => ({}))
  note({ batch: notes })
  const { text, retryAfterSeconds } = await answerBatch(entries, {
    mayChange: parts.mayChange,
    // The first was counted when the request was.
    admit: async (body, index) => {
      const crowded = index === 0 ? null : ((await parts.rateLimits.ofAddress(address)) ?? (await countViewer(request.headers, viewer, parts)))
      return crowded === null ? settle({ method: 'POST', body, search: '' }, parts) : fail(crowded)
    },
    answer: async ({ words }, index) => {
      const own = { ...context, inParts: false, note: (fields: Readonly<Record<string, unknown>>) => void Object.assign(notes[index] ?? {}, fields) }
      const answer = await answerOne(request, words, { parts, context: own })
      return addRequestId('text' in answer ? String(answer.text) : wholeText(answer), requestId)
    },
    refusal: (error) => refusalText(error, requestId),
  })
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status: 200, headers: retryAfterSeconds === null ? headers : { ...headers, 'retry-after': String(retryAfterSeconds) }, body: text }
}

/** As Apollo Server's answer is sent. */
function fromDirect({ status, headers, contentType, text }: DirectAnswer, { requestId }: RequestContext): ClientAnswer {
  const body = typeof text === 'string' ? addRequestId(text, requestId) : text
  return { status, headers: { ...headers, 'cache-control': 'no-store', 'content-type': contentType }, body }
}

function fromApollo(answer: HTTPGraphQLResponse, { requestId }: RequestContext): ClientAnswer {
  const { status = 200, headers } = answer
  const said: Record<string, string> = Object.fromEntries(headers)
  if (answer.body.kind === 'chunked') return { status, headers: said, body: answer.body.asyncIterator }
  const whole = wholeText(answer)
  const isPage = said['content-type']?.startsWith('text/html') === true
  if (isPage) said['content-security-policy'] = pagePolicy(whole)
  if (status === 503) said['retry-after'] ??= '1'
  return { status, headers: said, body: isPage ? whole : addRequestId(whole, requestId) }
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
  const greedy = await countViewer(request.headers, viewer, parts)
  return greedy === null ? identified : fail(greedy)
}

/** Counts for the viewer, then for the application. */
async function countViewer(headers: ClientRequest['headers'], viewer: RouterViewer, parts: GraphqlDoorParts): Promise<GraphQLError | null> {
  const { rateLimits, clientName } = parts
  const greedy = viewer.kind === 'anonymous' ? null : await rateLimits.ofUser(viewer.sub)
  return greedy !== null || rateLimits.ofClient === null ? greedy : rateLimits.ofClient(clientName(headers, viewer) ?? '')
}

const JSON_TYPE = /^application\/json\s*(;|$)/i
/** A page of any origin may send these without asking first; Apollo Server's CSRF prevention answers them. */
const SIMPLE_TYPE = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i

async function readOperation(request: ClientRequest, { bodyBytes: limit, batching }: GraphqlDoorParts): Promise<Result<unknown, GraphQLError>> {
  if (request.method !== 'POST') return ok(undefined)
  const type = headerOf({ request }, 'content-type') ?? ''
  const encoding = headerOf({ request }, 'content-encoding') ?? 'identity'
  const read = await request.readBody()
  if (!read.ok) return fail(codedError('PAYLOAD_TOO_LARGE', `The body is longer than ${limit} bytes.`, { limit }))
  if (encoding !== 'identity') return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not read.'))
  if (type === '' || SIMPLE_TYPE.test(type)) return ok(undefined)
  if (!JSON_TYPE.test(type)) return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json.'))
  const json = parseJson(read.value.toString())
  if (!json.ok) return fail(codedError('BAD_REQUEST', 'The body is not JSON.'))
  return Array.isArray(json.value) ? readBatch(json.value, batching) : json
}

function contextOf(exchange: Exchange, viewer: RouterViewer, { clientName, observeOverhead, acceptsParts }: GraphqlDoorParts): RequestContext {
  const { requestId, trace, logger, request, response, address, startedAt, note } = exchange
  const gone = new AbortController()
  const waits = createWaits()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
    observeOverhead((performance.now() - startedAt - waits.total()) / 1000)
  })
  const client = clientName(request.headers, viewer)
  const inParts = acceptsParts(request.headers.accept)
  return { requestId, trace, viewer, address, client, logger, signal: gone.signal, inParts, waits, note }
}

function forApollo(request: ClientRequest, { method, search, body }: RequestWords): HTTPGraphQLRequest {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return { method, headers, search, body }
}

function wholeText({ body }: HTTPGraphQLResponse): string {
  if (body.kind === 'chunked') throw new TypeError('An answer in parts was made where none can be sent')
  return body.string
}
