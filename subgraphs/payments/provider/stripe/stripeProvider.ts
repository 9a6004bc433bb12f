import Stripe from 'stripe'

import { ProviderRefusal, ProviderSlow, type AuthoriseOrder, type PaymentProvider, type PaymentView } from '../provider.ts'
import { toView } from './stripeView.ts'
import { readStripeWebhook } from './stripeWebhook.ts'

/** How Stripe is reached. */
export interface StripeOptions {
  readonly secretKey: string
  readonly webhookSecret: string
  /** How long a call is waited for, in milliseconds. */
  readonly timeoutMs: number
  /** Another server that speaks Stripe's API, for tests. */
  readonly url?: string | undefined
}

const PAGE = 100
const EXPANDED = ['latest_charge']

/** The adapter of Stripe: payment intents that are confirmed at once and captured later. */
export function createStripeProvider({ secretKey, webhookSecret, timeoutMs, url }: StripeOptions): PaymentProvider {
  const elsewhere = url === undefined ? {} : addressOf(new URL(url))
  // Whoever asks again asks by our own keys; a second retry inside would only lengthen what is waited for.
  const stripe = new Stripe(secretKey, { ...elsewhere, timeout: timeoutMs, maxNetworkRetries: 0, telemetry: false })

  const see = async (intent: Stripe.PaymentIntent): Promise<PaymentView> => {
    const refunds = intent.status === 'succeeded' ? (await stripe.refunds.list({ payment_intent: intent.id, limit: PAGE })).data : []
    return toView(intent, refunds)
  }
  const retrieve = async (reference: string): Promise<PaymentView> => see(await stripe.paymentIntents.retrieve(reference, { expand: EXPANDED }))

  return {
    name: 'stripe',
    authorise: (order) => told(async () => see(await begin(stripe, order))),
    capture: ({ key, reference }) =>
      told(async () => see(await stripe.paymentIntents.capture(reference, { expand: EXPANDED }, { idempotencyKey: key }))),
    cancel: ({ key, reference }) => told(async () => see(await stripe.paymentIntents.cancel(reference, {}, { idempotencyKey: key }))),
    refund: ({ key, reference, refundId, refundMinor }) =>
      told(async () => {
        const asked = { payment_intent: reference, amount: amountOf(refundMinor), metadata: { refundId } }
        await stripe.refunds.create(asked, { idempotencyKey: key })
        return retrieve(reference)
      }),
    get: (reference) => told(() => retrieve(reference)).catch(nullWhereMissing),
    find: (paymentId) =>
      told(async () => {
        // Stripe's search lags behind by up to a minute: null says that none was found, not that there is none.
        const [intent] = (
          await stripe.paymentIntents.search({ query: `metadata['paymentId']:'${paymentId}'`, limit: 1, expand: ['data.latest_charge'] })
        ).data
        return intent === undefined ? null : see(intent)
      }),
    list: (since) => listIntents(stripe, since, see),
    readWebhook: (webhook, now) => readStripeWebhook(stripe.webhooks, webhook, { secret: webhookSecret, now }),
    close: async () => {},
  }
}

async function* listIntents(stripe: Stripe, since: Date, see: (intent: Stripe.PaymentIntent) => Promise<PaymentView>) {
  const created = { gte: Math.floor(since.getTime() / 1000) }
  for (let after: string | undefined; ;) {
    const page = await stripe.paymentIntents.list({ created, limit: PAGE, ...(after === undefined ? {} : { starting_after: after }) })
    yield await Promise.all(page.data.map(see))
    after = page.data.at(-1)?.id
    if (!page.has_more || after === undefined) return
  }
}

function addressOf({ hostname, port, protocol }: URL): { host: string; port: string; protocol: 'http' | 'https' } {
  return { host: hostname, port, protocol: protocol === 'http:' ? 'http' : 'https' }
}

/** Stripe counts in JSON numbers. */
function amountOf(amountMinor: bigint): number {
  if (amountMinor > BigInt(Number.MAX_SAFE_INTEGER)) throw new ProviderRefusal('amount_too_large', 'Stripe does not count so far')
  return Number(amountMinor)
}

async function begin(stripe: Stripe, order: AuthoriseOrder): Promise<Stripe.PaymentIntent> {
  const { key, paymentId, orderId, amountMinor, currency, methodToken, returnUrl } = order
  const back = returnUrl === null ? ({ allow_redirects: 'never' } as const) : ({ allow_redirects: 'always' } as const)
  const asked: Stripe.PaymentIntentCreateParams = {
    amount: amountOf(amountMinor),
    currency: currency.toLowerCase(),
    payment_method: methodToken,
    confirm: true,
    capture_method: 'manual',
    automatic_payment_methods: { enabled: true, ...back },
    metadata: { paymentId, orderId },
    expand: EXPANDED,
    ...(returnUrl === null ? {} : { return_url: returnUrl }),
  }
  try {
    return await stripe.paymentIntents.create(asked, { idempotencyKey: key })
  } catch (error) {
    // A declined card is an answer: the intent is there, and says why.
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent !== undefined) return error.payment_intent
    throw error
  }
}

const GONE = 'resource_missing'

/** Tells a refusal from what is unknown. */
async function told<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    const { StripeCardError, StripeInvalidRequestError, StripeIdempotencyError, StripeConnectionError } = Stripe.errors
    if (error instanceof StripeCardError || error instanceof StripeInvalidRequestError || error instanceof StripeIdempotencyError)
      throw new ProviderRefusal(error.code ?? error.type, error.message)
    if (error instanceof StripeConnectionError && /timeout|aborted/i.test(error.message)) throw new ProviderSlow(error.message)
    throw error
  }
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof ProviderRefusal && error.code === GONE) return null
  throw error
}
