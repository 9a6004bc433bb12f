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
    authorise: ({ key, paymentId, amountMinor, currency, methodToken, returnUrl }) =>
      change('/v1/payments', key, { merchantReference: paymentId, amount: amountMinor.toString(), currency, method: methodToken, returnUrl }),
    capture: ({ key, reference }) => change(`/v1/payments/${reference}/capture`, key, {}),
    cancel: ({ key, reference }) => change(`/v1/payments/${reference}/cancel`, key, {}),
    refund: ({ key, reference, refundId, refundMinor }) =>
      change(`/v1/payments/${reference}/refunds`, key, { merchantReference: refundId, amount: refundMinor.toString() }),
    async get(reference) {
      const { status, value } = await ask({ method: 'GET', path: `/v1/payments/${encodeURIComponent(reference)}` })
      if (status === 404) return null
      if (status !== 200) throw new Error(`The provider answered ${status}`)
      return toView(paymentShape.parse(value))
    },
    find: async (paymentId) => (await page(`/v1/payments?merchantReference=${encodeURIComponent(paymentId)}`)).views[0] ?? null,
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
