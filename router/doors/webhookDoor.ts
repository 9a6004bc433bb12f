import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { readBody } from '@agora/http-server/readBody.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { deliverWebhook, MAX_WEBHOOK_BYTES } from '@agora/rpc/methods/webhooks.ts'

import { childTraceparent } from '../telemetry/trace.ts'
import type { RateLimits } from '../traffic/rateLimit.ts'
import { notFound, onlyMethods, sendError, sendJson } from './answers.ts'
import { headerOf, type Door, type Exchange } from './exchange.ts'

/** What stands behind `/webhooks/`. */
export interface WebhookDoorParts {
  /** The internal port that verifies and handles them. */
  readonly caller: Caller
  /** The header by which each provider signs, by the provider's name. */
  readonly providers: Readonly<Record<string, string>>
  readonly rateLimits: Pick<RateLimits, 'ofAddress'>
}

const PREFIX = '/webhooks/'
const TIMEOUT_MS = 10_000

/**
 * What payment providers tell. The bytes are passed on as they came, for the signature is over them; of the headers the signature alone. Nothing is
 * believed here: whether a webhook is genuine is for payments to say, which alone holds the secret.
 */
export function createWebhookDoor({ caller, providers, rateLimits }: WebhookDoorParts): Door {
  const deliver = async (exchange: Exchange, provider: string, header: string): Promise<void> => {
    const crowded = await rateLimits.ofAddress(exchange.address)
    if (crowded !== null) return sendError(exchange, crowded)
    const body = await readBody(exchange.request, MAX_WEBHOOK_BYTES)
    if (!body.ok) return sendError(exchange, codedError('PAYLOAD_TOO_LARGE', `The body is longer than ${MAX_WEBHOOK_BYTES} bytes.`))
    const signature = headerOf(exchange, header)
    const { requestId, trace } = exchange
    const answer = await caller.call(
      deliverWebhook,
      { provider, body: body.value.toString('base64'), ...(signature === undefined ? {} : { signature: signature.slice(0, MAX_SIGNATURE) }) },
      { timeoutMs: TIMEOUT_MS, requestId, traceparent: childTraceparent(trace) },
    )
    if (!answer.ok) {
      exchange.logger.error({ fault: answer.error }, 'A webhook was not handed on')
      return sendError(exchange, unavailable())
    }
    const { outcome } = answer.value
    exchange.note({ provider, outcome })
    if (outcome === 'TAKEN') return sendJson(exchange, 200, { received: true })
    if (outcome === 'NO_PROVIDER') return notFound(exchange)
    return sendError(exchange, codedError('BAD_REQUEST', 'This is not a webhook of the provider, or it is too old.'))
  }
  const post = (provider: string, header: string): Door => onlyMethods(['POST'], (exchange) => deliver(exchange, provider, header))
  const doors = new Map(Object.entries(providers).map(([provider, header]) => [`${PREFIX}${provider}`, post(provider, header)]))
  return (exchange) => (doors.get(exchange.path) ?? notFound)(exchange)
}

const MAX_SIGNATURE = 4096
/** The provider sends it again. */
const unavailable = (): GraphQLError => codedError('SERVICE_UNAVAILABLE', 'Webhooks cannot be taken at present: send it again.')
