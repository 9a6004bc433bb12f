import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

import { z } from 'zod'

import type { Handler } from '@agora/http-server/listen.ts'
import { readBody } from '@agora/http-server/readBody.ts'
import { securityHeaders } from '@agora/http-server/securityHeaders.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { authoriseShape } from './authorise.ts'
import { answeredPage, confirmationPage, confirmationPolicy } from './confirmationPage.ts'
import type { Done } from './desk.ts'
import { changeFlags, strikes } from './flags.ts'
import { cancelShape, captureShape, refundShape, type Operations } from './operations.ts'
import { isCardNumber, methodOf } from './testCards.ts'
import type { Vault } from './vault.ts'

/** What stands behind the doors. */
export interface ApiParts {
  readonly operations: Operations
  readonly vault: Vault
  readonly secret: string
  readonly draw: () => number
  readonly logger: Logger
}

interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: string
}

const MAX_BODY_BYTES = 64 * 1024
const PAGE_MAX = 100

const tokenShape = z.strictObject({
  number: z.string().transform((text) => text.replaceAll(/[ -]/g, '')),
  expMonth: z.int().min(1).max(12),
  expYear: z.int().min(2000).max(2100),
  cvc: z.string().regex(/^\d{3,4}$/),
})

/** Every address of the provider: merchants (with the secret key), buyers' browsers (without), and whoever scripts its misfortunes (with). */
export function createApi(parts: ApiParts): Handler {
  return async (request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    const read = await readBody(request, MAX_BODY_BYTES)
    if (!read.ok) return send(response.setHeader('connection', 'close'), 413, problem('too_large', 'The body is too long'))
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://provider')
    const method = request.method ?? 'GET'
    const visit: Visit = { request, response, method, path: pathname.split('/').slice(1), query, body: read.value.toString() }
    const [first] = visit.path
    if (first === 'health') return send(response, 200, { status: 'ok' })
    if (first === 'confirm') return answerBuyer(visit, parts)
    if (first === 'v1' && visit.path[1] === 'tokens') return tokenise(visit, parts)
    if (!isMerchant(request, parts.secret)) return send(response, 401, problem('unauthorised', 'The secret key is missing or wrong'))
    if (first === 'control') return control(visit, parts)
    if (first === 'v1' && visit.path[1] === 'payments') return answerMerchant(visit, parts)
    return send(response, 404, problem('not_found', 'There is nothing at this address'))
  }
}

const problem = (code: string, message: string) => ({ error: { code, message } })

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function isMerchant({ headers }: IncomingMessage, secret: string): boolean {
  const given = Buffer.from(headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${secret}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function parse<Shape>(shape: z.ZodType<Shape>, body: string): Shape | undefined {
  try {
    return shape.safeParse(JSON.parse(body === '' ? '{}' : body)).data
  } catch {
    return undefined
  }
}

/** Calls of merchants, with the misfortunes that were ordered. */
async function answerMerchant(visit: Visit, parts: ApiParts): Promise<void> {
  const { response, method } = visit
  const { vault, draw } = parts
  const { delayMs, errorPercent, lostAnswerPercent } = vault.flags()
  if (delayMs > 0) await wait(delayMs)
  if (strikes(errorPercent, draw)) return send(response, 500, problem('api_error', 'Something went wrong'))
  const { status, value } = method === 'GET' ? read(visit, parts) : changed(visit, parts)
  if (method !== 'GET' && strikes(lostAnswerPercent, draw)) return void response.destroy()
  send(response, status, value)
}

interface Reply {
  readonly status: number
  readonly value: unknown
}

const reply = (done: Done): Reply =>
  done.ok ? { status: 200, value: done.value } : { status: done.error.status, value: problem(done.error.code, done.error.message) }

function read({ path, query }: Visit, { operations, vault }: ApiParts): Reply {
  const id = path[2]
  if (id !== undefined) return reply(operations.get(id))
  const merchantReference = query.get('merchantReference')
  if (merchantReference !== null) {
    const payment = vault.byMerchantReference(merchantReference)
    return { status: 200, value: { data: payment === undefined ? [] : [payment], hasMore: false } }
  }
  const limit = Math.min(PAGE_MAX, Math.max(1, Number(query.get('limit')) || PAGE_MAX))
  const page = vault.page(query.get('since') ?? '', query.get('after') ?? '', limit + 1)
  return { status: 200, value: { data: page.slice(0, limit), hasMore: page.length > limit } }
}

function changed({ request, method, path, body }: Visit, { operations }: ApiParts): Reply {
  const name = request.headers['idempotency-key']
  if (method !== 'POST') return { status: 405, value: problem('method', 'Only GET and POST are answered here') }
  if (typeof name !== 'string' || name === '' || name.length > 255) return { status: 400, value: problem('no_key', 'Idempotency-Key is missing') }
  const key = { name, request: `${path.join('/')} ${body}` }
  const [, , id, action] = path
  const fitting = <Shape>(shape: z.ZodType<Shape>, work: (asked: Shape) => Done): Reply => {
    const asked = parse(shape, body)
    return asked === undefined ? { status: 400, value: problem('malformed', 'The body does not fit this address') } : reply(work(asked))
  }
  if (id === undefined) return fitting(authoriseShape, (asked) => operations.authorise(key, asked))
  if (action === 'capture') return fitting(captureShape, (asked) => operations.capture(id, key, asked))
  if (action === 'cancel') return fitting(cancelShape, () => operations.cancel(id, key))
  if (action === 'refunds') return fitting(refundShape, (asked) => operations.refund(id, key, asked))
  return { status: 404, value: problem('not_found', 'There is nothing at this address') }
}

/** Turns a card into a token. The number is looked at and forgotten; pages of any shop may send it, and it never reaches the shop. */
function tokenise({ response, method, body }: Visit, { vault, secret }: ApiParts): void {
  response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', 'content-type')
  if (method === 'OPTIONS') return void response.writeHead(204).end()
  const card = method === 'POST' ? parse(tokenShape, body) : undefined
  if (card === undefined || !isCardNumber(card.number)) return send(response, 402, problem('invalid_number', 'This is not a card'))
  const token = `pm_${randomBytes(16).toString('base64url')}`
  const kept = methodOf(card.number, secret)
  vault.keepMethod(token, kept)
  send(response, 200, { token, brand: kept.brand, last4: kept.last4 })
}

/** The page on which a buyer confirms. */
function answerBuyer({ response, method, path, body }: Visit, { operations, vault }: ApiParts): void {
  const redirectSecret = path[1] ?? ''
  const payment = vault.byRedirectSecret(redirectSecret)
  if (payment === undefined) return send(response, 404, problem('not_found', 'There is nothing at this address'))
  const page = (text: string): void => {
    response.setHeader('content-security-policy', confirmationPolicy(payment.returnUrl))
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(text)
  }
  if (method !== 'POST') return page(payment.status === 'requires_action' ? confirmationPage(payment) : answeredPage(payment))
  const given = new URLSearchParams(body).get('answer')
  if (given !== 'approve' && given !== 'decline') return page(confirmationPage(payment))
  const done = operations.confirm(redirectSecret, given === 'approve')
  if (payment.returnUrl === null) return page(answeredPage(done.ok ? done.value : payment))
  response.writeHead(303, { location: payment.returnUrl }).end()
}

/** Reads and changes the misfortunes. */
function control({ response, method, body }: Visit, { vault, logger }: ApiParts): void {
  if (method === 'GET') return send(response, 200, vault.keptFlags())
  const change = parse(z.record(z.string(), z.unknown()), body)
  const flags = method === 'POST' && change !== undefined ? changeFlags(vault.keptFlags(), change) : undefined
  if (flags === undefined) return send(response, 400, problem('malformed', 'Not a flag, or out of bounds'))
  vault.keepFlags(flags)
  logger.info({ flags }, 'Flags were changed')
  send(response, 200, flags)
}
