import type { Logger } from '@agora/logger/logger.ts'

import { dutyOf } from '../payment/observe.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { declinedView, ProviderRefusal, type AuthoriseOrder, type PaymentOrder, type PaymentProvider, type PaymentView } from './provider.ts'
import { createSharedCalls, type Ask as AskInTime, type LeftMs, type SharedCalls } from './sharedCalls.ts'

/**
 * Calls to the provider about stored payments. Each carries a key made of the payment's own id, so it may be made again by whoever finds the payment
 * unanswered. Null where the provider knows no such payment. A call lasts no longer than somebody waits for it, and then throws ProviderSlow.
 */
export interface ProviderCalls {
  authorise(payment: StoredPayment, leftMs?: LeftMs): Promise<PaymentView | null>
  /** Under the name of the attempt: what was refused stays refused under its name. */
  capture(payment: StoredPayment, attempt: string, leftMs?: LeftMs): Promise<PaymentView | null>
  cancel(payment: StoredPayment, leftMs?: LeftMs): Promise<PaymentView | null>
  refund(payment: StoredPayment, refundId: string, leftMs?: LeftMs): Promise<PaymentView | null>
  /** How it stands there. */
  look(payment: StoredPayment, leftMs?: LeftMs): Promise<PaymentView | null>
  /** Does what is due for a payment that came too late, however long anybody waits; null when nothing is. */
  sendBack(payment: StoredPayment, view: PaymentView): Promise<PaymentView | null>
}

type Ask = AskInTime<PaymentView | null>

/** What every order says, under a key of its own for each thing that is asked. */
function orderOf({ id, state }: StoredPayment, reference: string, what: string): PaymentOrder {
  return { key: `${id}:${what}`, reference, paymentId: id, amountMinor: state.amountMinor, currency: state.currency }
}

/** Something to ask by a key: what stands there when it is refused is answer enough. */
interface Call {
  readonly order: { readonly key: string; readonly paymentId: string }
  readonly ask: Ask
  readonly otherwise: Ask
}

/** Makes them. */
export function createProviderCalls({ provider, logger }: { readonly provider: PaymentProvider; readonly logger: Logger }): ProviderCalls {
  const { shared, alone } = createSharedCalls<PaymentView | null>()

  const call = ({ order, ask, otherwise }: Call, leftMs: LeftMs | undefined): Promise<PaymentView | null> =>
    shared(
      order.key,
      (signal) =>
        ask(signal).catch((error: unknown) => {
          if (!(error instanceof ProviderRefusal)) throw error
          logger.warn({ key: order.key, paymentId: order.paymentId, code: error.code }, 'The provider refused')
          return otherwise(signal)
        }),
      leftMs,
    )
  const look = ({ id, state: { reference } }: StoredPayment, leftMs?: LeftMs): Promise<PaymentView | null> =>
    alone((signal) => (reference === null ? provider.find(id, signal) : provider.get(reference, signal)), leftMs)
  const begin = (order: AuthoriseOrder): Call => ({
    order,
    ask: (signal) => provider.authorise(order, signal),
    // A provider that will not begin has declined, unless an earlier call of ours began.
    otherwise: async (signal) => (await provider.find(order.paymentId, signal)) ?? declinedView(order, 'INVALID_METHOD'),
  })

  return {
    look,
    authorise(payment, leftMs) {
      const { id: paymentId, state, methodToken, returnUrl } = payment
      const { orderId, amountMinor, currency, reference } = state
      if (reference !== null || methodToken === null) return look(payment, leftMs)
      return call(begin({ key: `${paymentId}:authorise`, paymentId, orderId, amountMinor, currency, methodToken, returnUrl }), leftMs)
    },
    ...settling({ provider, look, call, alone }),
  }
}

interface SettlingParts {
  readonly provider: PaymentProvider
  readonly look: ProviderCalls['look']
  readonly call: (call: Call, leftMs: LeftMs | undefined) => Promise<PaymentView | null>
  readonly alone: SharedCalls<PaymentView | null>['alone']
}

/** What is asked of the provider for a payment that it has given a name. */
interface Settling {
  readonly what: string
  readonly ask: (order: PaymentOrder, signal: AbortSignal) => Promise<PaymentView>
}

function settling({ provider, look, call, alone }: SettlingParts): Omit<ProviderCalls, 'authorise' | 'look'> {
  const withName = (payment: StoredPayment, { what, ask }: Settling, leftMs: LeftMs | undefined): Promise<PaymentView | null> => {
    const { reference } = payment.state
    if (reference === null) return look(payment, leftMs)
    const order = orderOf(payment, reference, what)
    return call({ order, ask: (signal) => ask(order, signal), otherwise: (signal) => provider.get(reference, signal) }, leftMs)
  }
  return {
    capture: (payment, what, leftMs) => withName(payment, { what, ask: (order, signal) => provider.capture(order, signal) }, leftMs),
    async cancel(payment, leftMs) {
      const view = await withName(payment, { what: 'cancel', ask: (order, signal) => provider.cancel(order, signal) }, leftMs)
      // It may have arrived there although its answer never came back: then it has a name to be cancelled by.
      if (view === null || payment.state.reference !== null || view.status === 'CANCELLED' || view.status === 'DECLINED') return view
      const order = orderOf(payment, view.reference, 'cancel')
      return alone((signal) => provider.cancel(order, signal), leftMs)
    },
    refund(payment, refundId, leftMs) {
      const refundMinor = payment.state.refunds.find((refund) => refund.refundId === refundId)?.amountMinor
      if (refundMinor === undefined) throw new TypeError(`There is no refund ${refundId} of ${payment.id}`)
      const ask: Settling['ask'] = (order, signal) => provider.refund({ ...order, refundId, refundMinor }, signal)
      return withName(payment, { what: `refund:${refundId}`, ask }, leftMs)
    },
    async sendBack(payment, view) {
      const duty = dutyOf(payment.state, view)
      if (duty === 'NONE') return null
      if (duty === 'CANCEL') return provider.cancel(orderOf(payment, view.reference, 'late:cancel'))
      const refundMinor = view.capturedMinor - view.refundedMinor
      return provider.refund({ ...orderOf(payment, view.reference, 'late:refund'), refundId: `${payment.id}:late`, refundMinor })
    },
  }
}
