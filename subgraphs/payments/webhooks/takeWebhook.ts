import type { Queryable } from '@agora/database/transaction.ts'
import { ok, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { deliverWebhook } from '@agora/rpc/methods/webhooks.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import type { TakenNotice } from '../payment/changeRows.ts'
import type { Desk } from '../payment/desk.ts'
import type { Payments } from '../payment/payments.ts'
import type { Notice, PaymentProvider } from '../provider/provider.ts'

/** What taking webhooks needs. */
export interface WebhookParts {
  readonly pool: Queryable
  readonly payments: Payments
  readonly desk: Desk
  readonly provider: PaymentProvider
  readonly clock: () => Date
  readonly logger: Logger
  readonly metrics: Metrics
}

/** The door by which providers tell: what the router passes on is verified here, over the bytes as they came. */
export function webhookRoute(parts: WebhookParts): RpcHandler {
  const { provider, clock, logger, metrics } = parts
  const taken = metrics.counter('payment_webhooks_total', 'Webhooks of payment providers, by what became of them', ['outcome'])
  return serveMethod(deliverWebhook, ['router'], async ({ provider: name, body, signature }, call) => {
    const read = name === provider.name ? provider.readWebhook({ body: Buffer.from(body, 'base64'), signature }, clock()) : undefined
    if (read?.ok !== true) {
      const outcome = read === undefined ? 'NO_PROVIDER' : read.error
      taken.inc({ outcome })
      logger.warn({ outcome, provider: name.slice(0, 64), requestId: call.requestId }, 'A webhook was not believed')
      return ok({ outcome })
    }
    taken.inc({ outcome: await takeNotice(parts, read.value, call.requestId) })
    return ok({ outcome: 'TAKEN' }) satisfies Result<unknown, RpcFault>
  })
}

const SEEN = 'SELECT 1 FROM provider_events WHERE provider = $1 AND event_id = $2'
/** What a provider takes its time with was asked for by the newest of these. */
const ASKED_BY = `
  SELECT metadata->>'correlationId' AS id FROM events
  WHERE stream = $1 AND type IN ('payment.started', 'payment.refundStarted') ORDER BY version DESC LIMIT 1`

/**
 * What a believed webhook leads to. It says that something changed, not what: the provider is asked how the payment stands, so a notice that is late,
 * repeated or overtaken by another does no harm. It is noted in the transaction of its effect.
 */
export async function takeNotice(parts: WebhookParts, { eventId, reference }: Notice, requestId: string | undefined): Promise<string> {
  const { pool, payments, desk, provider, logger } = parts
  if ((await pool.query(SEEN, [provider.name, eventId])).rowCount !== 0) return 'DUPLICATE'
  const view = await provider.get(reference)
  const payment = view?.paymentId == null ? undefined : await payments.find(view.paymentId)
  const notice: TakenNotice = {
    provider: provider.name,
    eventId,
    paymentId: payment?.id ?? null,
    outcome: payment === undefined ? 'UNKNOWN' : 'TAKEN',
  }
  if (view === null || payment === undefined) {
    logger.warn({ eventId, reference }, 'A webhook told of a payment that is not ours')
    await note(pool, notice)
    return 'UNKNOWN_PAYMENT'
  }
  // What comes of it belongs to the request that asked for it, however much later the provider tells; the notice is the cause.
  const asked = await pool.query<{ id: string | null }>(ASKED_BY, [payment.id])
  const metadata = { correlationId: asked.rows[0]?.id ?? requestId ?? eventId, causationId: eventId, actor: `provider:${provider.name}` }
  const outcome = await desk.observe(payment.id, view, { metadata, notice })
  if (outcome.kind === 'DONE') return 'TAKEN'
  await note(pool, { ...notice, outcome: 'MISFIT' })
  return 'MISFIT'
}

async function note(pool: Queryable, { provider, eventId, paymentId, outcome }: TakenNotice): Promise<void> {
  await pool.query('INSERT INTO provider_events (provider, event_id, payment_id, outcome) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    provider,
    eventId,
    paymentId,
    outcome,
  ])
}
