import type { PaymentProvider } from '../provider.ts'
import { openLocalApi, type LocalApiOptions } from './localApi.ts'
import { paymentShape, toView } from './localView.ts'
import { readLocalWebhook } from './localWebhook.ts'

/** How the local provider is reached, and how its webhooks are known. */
export interface LocalProviderOptions extends LocalApiOptions {
  readonly webhookSecret: string
}

const PAGE = 100

/** The adapter of the provider in `localProvider/`, over its HTTP API. */
export function createLocalProvider({ webhookSecret, ...reach }: LocalProviderOptions): PaymentProvider {
  const { ask, change, page, close } = openLocalApi(reach)

  return {
    name: 'local',
    authorise({ key, paymentId, amountMinor, currency, methodToken, returnUrl }, signal) {
      const body = { merchantReference: paymentId, amount: amountMinor.toString(), currency, method: methodToken, returnUrl }
      return change({ path: '/v1/payments', key, body, signal })
    },
    capture: ({ key, reference }, signal) => change({ path: `/v1/payments/${reference}/capture`, key, body: {}, signal }),
    cancel: ({ key, reference }, signal) => change({ path: `/v1/payments/${reference}/cancel`, key, body: {}, signal }),
    refund({ key, reference, refundId, refundMinor }, signal) {
      const body = { merchantReference: refundId, amount: refundMinor.toString() }
      return change({ path: `/v1/payments/${reference}/refunds`, key, body, signal })
    },
    async get(reference, signal) {
      const { status, value } = await ask({ method: 'GET', path: `/v1/payments/${encodeURIComponent(reference)}`, signal })
      if (status === 404) return null
      if (status !== 200) throw new Error(`The provider answered ${status}`)
      return toView(paymentShape.parse(value))
    },
    find: async (paymentId, signal) => (await page(`/v1/payments?merchantReference=${encodeURIComponent(paymentId)}`, signal)).views[0] ?? null,
    async *list(since) {
      for (let after = ''; ;) {
        const { views, last, hasMore } = await page(`/v1/payments?since=${since.toISOString()}&limit=${PAGE}&after=${after}`)
        yield views
        if (!hasMore) return
        after = last
      }
    },
    readWebhook: (webhook, now) => readLocalWebhook(webhook, { secret: webhookSecret, now }),
    close,
  }
}
