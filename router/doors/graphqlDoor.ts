import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server'
import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { readBody } from '@agora/http-server/readBody.ts'

import { refuseAnonymous } from '../authorization/requireAuthentication.ts'
import type { Identity } from '../identity/identify.ts'
import type { RouterViewer } from '../identity/routerViewer.ts'
import type { DirectAnswer, DirectAnswers } from '../operation/directAnswers.ts'
import { parseJson } from '../operation/parseJson.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { RateLimits } from '../traffic/rateLimit.ts'
import type { RequestWords } from '../trustedDocuments/askedDocument.ts'
import type { SettleDocument } from '../trustedDocuments/settleDocument.ts'
import { addRequestId } from './addRequestId.ts'
import { sendError } from './answers.ts'
import { headerOf, type Door, type Exchange } from './exchange.ts'
import { pagePolicy } from './explore/pagePolicy.ts'

/** What stands behind `/graphql`. */
export interface GraphqlDoorParts {
  readonly direct: DirectAnswers
  readonly server: Pick<ApolloServer<RequestContext>, 'executeHTTPGraphQLRequest'>
  readonly identity: Pick<Identity, 'identify'>
  readonly rateLimits: RateLimits
  readonly settleDocument: SettleDocument
  readonly checkDocument: (source: string) => GraphQLError | null
  readonly bodyBytes: number
  /** Whether a request without a token is answered nothing. */
  readonly requireAuthentication: boolean
}

/** The door of the graph. Who asks, how often and how much is settled before anything of the operation is understood. */
export function createGraphqlDoor(parts: GraphqlDoorParts): Door {
  return async (exchange) => {
    const admitted = await admit(exchange, parts)
    if (!admitted.ok) return sendError(exchange, admitted.error)
    const body = await readOperation(exchange, parts.bodyBytes)
    if (!body.ok) return sendError(exchange, body.error)
    const settled = parts.settleDocument({ method: exchange.method, body: body.value, search: exchange.search })
    if (!settled.ok) return sendError(exchange, settled.error)
    const { words, source } = settled.value
    const tooLarge = source === undefined ? null : parts.checkDocument(source)
    if (tooLarge !== null) return sendError(exchange, tooLarge)
    const context = contextOf(exchange, admitted.value)
    const direct = await answerDirectly(exchange, words.body, { parts, context })
    if (direct !== undefined) return sendDirect(exchange, direct)
    const answer = await parts.server.executeHTTPGraphQLRequest({ httpGraphQLRequest: forApollo(exchange, words), context: async () => context })
    const contentType = answer.headers.get('content-type')
    if (exchange.method === 'POST' && (answer.status ?? 200) === 200 && contentType !== undefined)
      parts.direct.learn(headerOf(exchange, 'accept'), contentType)
    await send(exchange, answer)
  }
}

async function answerDirectly(
  exchange: Exchange,
  body: unknown,
  { parts, context }: { readonly parts: GraphqlDoorParts; readonly context: RequestContext },
): Promise<DirectAnswer | undefined> {
  return exchange.method === 'POST' && body !== undefined ? parts.direct.answer({ body, accept: headerOf(exchange, 'accept') }, context) : undefined
}

/** As Apollo Server's answer is sent. */
function sendDirect({ response, requestId }: Exchange, { contentType, text }: DirectAnswer): void {
  const body = addRequestId(text, requestId)
  response.writeHead(200, { 'cache-control': 'no-store', 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Counts the address before the token is looked at, for verifying costs more than asking. */
async function admit({ request, address, note }: Exchange, parts: GraphqlDoorParts): Promise<Result<RouterViewer, GraphQLError>> {
  const { identity, rateLimits, requireAuthentication } = parts
  const crowded = await rateLimits.ofAddress(address)
  if (crowded !== null) return fail(crowded)
  const identified = await identity.identify(request.headers.authorization)
  if (!identified.ok) return identified
  const viewer = identified.value
  note({ viewer: viewer.kind, ...(viewer.kind === 'anonymous' ? {} : { sub: viewer.sub }) })
  const refusal = refuseAnonymous(viewer, requireAuthentication)
  if (refusal !== null) return fail(refusal)
  const greedy = viewer.kind === 'anonymous' ? null : await rateLimits.ofUser(viewer.sub)
  return greedy === null ? identified : fail(greedy)
}

const JSON_TYPE = /^application\/json\s*(;|$)/i
/** A page of any origin may send these without asking first; Apollo Server's CSRF prevention answers them. */
const SIMPLE_TYPE = /^(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i

async function readOperation(exchange: Exchange, limit: number): Promise<Result<unknown, GraphQLError>> {
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
  if (Array.isArray(json.value)) return fail(codedError('BATCHING_LIMIT', 'A request holds one operation; an array of them is not read.'))
  return json
}

function contextOf({ requestId, trace, logger, response, note }: Exchange, viewer: RouterViewer): RequestContext {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return { requestId, trace, viewer, logger, signal: gone.signal, note }
}

function forApollo({ request }: Exchange, { method, search, body }: RequestWords): HTTPGraphQLRequest {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  return { method, headers, search, body }
}

async function send(exchange: Exchange, { status = 200, headers, body }: HTTPGraphQLResponse): Promise<void> {
  const { response, requestId } = exchange
  for (const [name, value] of headers) response.setHeader(name, value)
  if (body.kind === 'chunked') throw new TypeError('An answer in parts was made where none can be asked for')
  const isPage = headers.get('content-type')?.startsWith('text/html') === true
  if (isPage) response.setHeader('content-security-policy', pagePolicy(body.string))
  if (status === 503) response.setHeader('retry-after', 1)
  const text = isPage ? body.string : addRequestId(body.string, requestId)
  response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text)
}
