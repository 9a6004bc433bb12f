import type { EventMetadata } from '@agora/event-store/event.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { PaymentView } from '../provider/provider.ts'
import type { ProviderCalls } from '../provider/providerCalls.ts'
import type { LeftMs } from '../provider/sharedCalls.ts'
import type { Message, TakenNotice } from './changeRows.ts'
import { paymentOf, type Outcome } from './paymentBook.ts'
import type { StoredPayment } from './paymentRows.ts'
import type { Payments } from './payments.ts'

/** What is noted together with what a view tells. */
export interface Noted {
  readonly metadata: EventMetadata
  readonly message?: Message | undefined
  readonly notice?: TakenNotice | undefined
  /** The payment as it was when the provider was asked. */
  readonly known?: StoredPayment | undefined
}

/** What is noted of a call, and how long whoever asks waits for it; unless said, as long as for any call. */
export interface Asking extends Noted {
  readonly leftMs?: LeftMs | undefined
}

/** What the desk works with. */
export interface DeskParts {
  readonly payments: Payments
  readonly calls: ProviderCalls
  readonly logger: Logger
}

/**
 * Where payments meet their provider: each function makes a call and takes note of what the provider says after it. The call is made outside of any
 * transaction: before it our intent is stored, after it what came of it. Who dies between leaves a payment that is asked for again by the same key.
 * Each answers the payment as it stands then, and throws when that is unknown; ProviderSlow when it became so because nobody waits any longer.
 */
export interface Desk {
  /** Has the provider hold the money of a payment that was started, or asks again how that went. */
  authorise(payment: StoredPayment, asking: Asking): Promise<StoredPayment>
  /** Takes what is held. The same attempt is the same call at the provider. */
  capture(payment: StoredPayment, attempt: string, asking: Asking): Promise<StoredPayment>
  /** Lets go of it, or ends what has not been answered. */
  cancel(payment: StoredPayment, asking: Asking): Promise<StoredPayment>
  /** Gives back what a refund that was started says. */
  refund(payment: StoredPayment, refundId: string, asking: Asking): Promise<StoredPayment>
  /** Asks the provider how a payment stands. */
  refresh(payment: StoredPayment, noted: Noted): Promise<StoredPayment>
  /** Takes note of a view, and sends back what has come too late: the one end of every way by which something is learnt of a payment. */
  observe(paymentId: string, view: PaymentView, noted: Noted): Promise<Outcome>
}

/** Opens it. */
export function createDesk({ payments, calls, logger }: DeskParts): Desk {
  const observe: Desk['observe'] = async (paymentId, view, noted) => {
    const outcome = await payments.change({ paymentId, command: { type: 'observe', view }, ...noted })
    if (outcome.kind !== 'DONE') {
      const why = outcome.kind === 'REFUSED' ? outcome.refusal : outcome.kind
      logger.error({ paymentId, reference: view.reference, why }, 'What the provider says of a payment does not fit')
      return outcome
    }
    const after = await calls.sendBack(outcome.payment, view)
    return after === null ? outcome : payments.change({ paymentId, command: { type: 'observe', view: after }, metadata: noted.metadata })
  }
  const note = async (payment: StoredPayment, view: PaymentView | null, noted: Noted): Promise<StoredPayment> =>
    view === null ? payment : paymentOf(await observe(payment.id, view, { ...noted, known: payment }))

  return {
    observe,
    authorise: async (payment, { leftMs, ...noted }) => note(payment, await calls.authorise(payment, leftMs), noted),
    capture: async (payment, attempt, { leftMs, ...noted }) => note(payment, await calls.capture(payment, attempt, leftMs), noted),
    cancel: async (payment, { leftMs, ...noted }) => note(payment, await calls.cancel(payment, leftMs), noted),
    refresh: async (payment, noted) => note(payment, await calls.look(payment), noted),
    async refund(payment, refundId, { leftMs, ...noted }) {
      const view = await calls.refund(payment, refundId, leftMs)
      if (view?.refunds.some((refund) => refund.refundId === refundId) === true) return note(payment, view, noted)
      return paymentOf(
        await payments.change({ paymentId: payment.id, command: { type: 'failRefund', refundId, code: 'PROVIDER_REFUSED' }, ...noted }),
      )
    },
  }
}
