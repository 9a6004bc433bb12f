import type { Logger } from '@agora/logger/logger.ts'

import { dutyOf } from '../payment/observe.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { declinedView, ProviderRefusal, type AuthoriseOrder, type PaymentOrder, type PaymentProvider, type PaymentView } from './provider.ts'

/**
 * Calls to the provider about stored payments. Each carries a key made of the payment's own id, so it may be made again by whoever finds the payment
 * unanswered. Null where the provider knows no such payment.
 */
export interface ProviderCalls {
  authorise(payment: StoredPayment): Promise<PaymentView | null>
  /** Under the name of the attempt: what was refused stays refused under its name. */
  capture(payment: StoredPayment, attempt: string): Promise<PaymentView | null>
  cancel(payment: StoredPayment): Promise<PaymentView | null>
  refund(payment: StoredPayment, refundId: string): Promise<PaymentView | null>
  /** How it stands there. */
  look(payment: StoredPayment): Promise<PaymentView | null>
  /** Does what is due for a payment that came too late; null when nothing is. */
  sendBack(payment: StoredPayment, view: PaymentView): Promise<PaymentView | null>
}

type Ask = () => Promise<PaymentView | null>

/** What every order says, under a key of its own for each thing that is asked. */
function orderOf({ id, state }: StoredPayment, reference: string, what: string): PaymentOrder {
  return { key: `${id}:${what}`, reference, paymentId: id, amountMinor: state.amountMinor, currency: state.currency }
}

/** Two who ask the same at once get one call. */
function createSharing(): (key: string, ask: Ask) => Promise<PaymentView | null> {
  const asking = new Map<string, Promise<PaymentView | null>>()
  return (key, ask) => {
    const running = asking.get(key)
    if (running !== undefined) return running
    const asked = ask().finally(() => asking.delete(key))
    asking.set(key, asked)
    return asked
  }
}

/** Makes them. */
export function createProviderCalls({ provider, logger }: { readonly provider: PaymentProvider; readonly logger: Logger }): ProviderCalls {
  const share = createSharing()

  /** Makes a call; what stands there when it is refused is answer enough. */
  const call = (order: { readonly key: string; readonly paymentId: string }, ask: Ask, otherwise: Ask): Promise<PaymentView | null> =>
    share(order.key, () =>
      ask().catch((error: unknown) => {
        if (!(error instanceof ProviderRefusal)) throw error
        logger.warn({ key: order.key, paymentId: order.paymentId, code: error.code }, 'The provider refused')
        return otherwise()
      }),
    )
  const look = ({ id, state: { reference } }: StoredPayment): Promise<PaymentView | null> =>
    reference === null ? provider.find(id) : provider.get(reference)
  const begin = (order: AuthoriseOrder): Promise<PaymentView | null> =>
    call(
      order,
      () => provider.authorise(order),
      // A provider that will not begin has declined, unless an earlier call of ours began.
      async () => (await provider.find(order.paymentId)) ?? declinedView(order, 'INVALID_METHOD'),
    )

  return {
    look,
    authorise(payment) {
      const { id: paymentId, state, methodToken, returnUrl } = payment
      const { orderId, amountMinor, currency, reference } = state
      if (reference !== null || methodToken === null) return look(payment)
      return begin({ key: `${paymentId}:authorise`, paymentId, orderId, amountMinor, currency, methodToken, returnUrl })
    },
    ...settling({ provider, look, call }),
  }
}

interface SettlingParts {
  readonly provider: PaymentProvider
  readonly look: (payment: StoredPayment) => Promise<PaymentView | null>
  readonly call: (order: PaymentOrder, ask: Ask, otherwise: Ask) => Promise<PaymentView | null>
}

function settling({ provider, look, call }: SettlingParts): Omit<ProviderCalls, 'authorise' | 'look'> {
  /** Does something with a payment that the provider has given a name. */
  const withName = (payment: StoredPayment, what: string, ask: (order: PaymentOrder) => Promise<PaymentView>): Promise<PaymentView | null> => {
    const { reference } = payment.state
    if (reference === null) return look(payment)
    const order = orderOf(payment, reference, what)
    return call(
      order,
      () => ask(order),
      () => provider.get(reference),
    )
  }
  return {
    capture: (payment, attempt) => withName(payment, attempt, (order) => provider.capture(order)),
    async cancel(payment) {
      const view = await withName(payment, 'cancel', (order) => provider.cancel(order))
      // It may have arrived there although its answer never came back: then it has a name to be cancelled by.
      if (view === null || payment.state.reference !== null || view.status === 'CANCELLED' || view.status === 'DECLINED') return view
      return provider.cancel(orderOf(payment, view.reference, 'cancel'))
    },
    refund(payment, refundId) {
      const refundMinor = payment.state.refunds.find((refund) => refund.refundId === refundId)?.amountMinor
      if (refundMinor === undefined) throw new TypeError(`There is no refund ${refundId} of ${payment.id}`)
      return withName(payment, `refund:${refundId}`, (order) => provider.refund({ ...order, refundId, refundMinor }))
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
