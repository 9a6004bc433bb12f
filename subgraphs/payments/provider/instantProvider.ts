import { fail } from '@agora/errors/result.ts'

import type { AuthoriseOrder, PaymentOrder, PaymentProvider, PaymentView } from './provider.ts'

/**
 * A provider inside this process that says yes at once and remembers nothing: for benches, where the time of a provider is not ours.
 * `pm_card_declined` is declined.
 */
export function createInstantProvider(clock: () => Date): PaymentProvider {
  const view = (order: AuthoriseOrder | PaymentOrder, change: Partial<PaymentView>): PaymentView => ({
    reference: `instant_${order.paymentId}`,
    paymentId: order.paymentId,
    status: 'AUTHORISED',
    amountMinor: order.amountMinor,
    currency: order.currency,
    capturedMinor: 0n,
    refundedMinor: 0n,
    refunds: [],
    redirectUrl: null,
    declineCode: null,
    fingerprint: null,
    createdAt: clock(),
    ...change,
  })
  return {
    name: 'instant',
    authorise: async (order) => view(order, order.methodToken === 'pm_card_declined' ? { status: 'DECLINED', declineCode: 'CARD_DECLINED' } : {}),
    capture: async (order) => view(order, { status: 'CAPTURED', capturedMinor: order.amountMinor }),
    cancel: async (order) => view(order, { status: 'CANCELLED' }),
    refund: async (order) => {
      const { refundId, refundMinor } = order
      const refunds = [{ reference: `instant_${refundId}`, refundId, amountMinor: refundMinor, status: 'SUCCEEDED' as const }]
      return view(order, { status: 'CAPTURED', capturedMinor: order.amountMinor, refundedMinor: refundMinor, refunds })
    },
    get: async () => null,
    find: async () => null,
    async *list() {},
    readWebhook: () => fail('MALFORMED'),
    close: async () => {},
  }
}
