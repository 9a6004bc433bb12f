import type { PaymentEvent } from '../../../schema/events/payments.ts'
import type { PaymentView } from '../provider/provider.ts'
import { evolve, type Payment } from './payment.ts'

/** What the payment and its view say in the same words. */
function moneyOf(state: Payment, amountMinor: bigint = state.amountMinor) {
  return { orderId: state.orderId, buyer: state.buyer, amountMinor: amountMinor.toString(), currency: state.currency }
}

/** Whether the provider speaks of the same money. */
export const sameMoney = (state: Payment, view: PaymentView): boolean => state.amountMinor === view.amountMinor && state.currency === view.currency

/**
 * What happened, as far as a view of the provider tells and we did not know. Nothing for a view that is older than what we know: statuses only go
 * forward. This is the one place where the answer to a call, a webhook, a client's confirmation and a reconciliation end.
 */
export function observe(state: Payment, view: PaymentView): PaymentEvent[] {
  const events: PaymentEvent[] = []
  for (let now = state; ;) {
    const next = nextEvent(now, view)
    if (next === undefined) return events
    events.push(next)
    now = evolve(now, next)
  }
}

function nextEvent(state: Payment, view: PaymentView): PaymentEvent | undefined {
  switch (state.status) {
    case 'NONE':
      return undefined
    case 'STARTED':
    case 'PENDING':
    case 'ACTION_REQUIRED':
      return answerOf(state, view)
    case 'AUTHORISED':
      if (view.status === 'CAPTURED') return { type: 'payment.captured', data: moneyOf(state, view.capturedMinor) }
      return view.status === 'CANCELLED' ? { type: 'payment.voided', data: moneyOf(state) } : undefined
    case 'CAPTURED':
      return refundEvent(state, view)
    case 'DECLINED':
    case 'VOIDED':
      return lateEvent(state, view)
  }
}

function answerOf(state: Payment, view: PaymentView): PaymentEvent | undefined {
  const money = moneyOf(state)
  const { reference: providerReference, redirectUrl, fingerprint: methodFingerprint } = view
  switch (view.status) {
    case 'PENDING':
      return state.status === 'PENDING' ? undefined : { type: 'payment.pending', data: { ...money, providerReference } }
    case 'ACTION_REQUIRED':
      if (state.status === 'ACTION_REQUIRED' && state.redirectUrl === redirectUrl) return undefined
      return { type: 'payment.actionRequired', data: { ...money, providerReference, redirectUrl } }
    case 'AUTHORISED':
    case 'CAPTURED':
      return { type: 'payment.authorised', data: { ...money, providerReference, methodFingerprint } }
    case 'DECLINED':
      return { type: 'payment.declined', data: { ...money, code: view.declineCode ?? 'CARD_DECLINED', methodFingerprint } }
    case 'CANCELLED':
      return { type: 'payment.voided', data: money }
  }
}

/** The first refund of ours that has ended at the provider and not yet here. */
function refundEvent(state: Payment, view: PaymentView): PaymentEvent | undefined {
  for (const { refundId, amountMinor, status } of state.refunds) {
    const there = status === 'STARTED' ? view.refunds.find((refund) => refund.refundId === refundId) : undefined
    if (there?.status === 'SUCCEEDED') return { type: 'payment.refunded', data: { ...moneyOf(state, amountMinor), refundId } }
    if (there?.status === 'FAILED')
      return { type: 'payment.refundFailed', data: { ...moneyOf(state, amountMinor), refundId, code: 'PROVIDER_REFUSED' } }
  }
  return undefined
}

function lateEvent(state: Payment, view: PaymentView): PaymentEvent | undefined {
  const { reference: providerReference } = view
  if (state.late === null) {
    if (view.status === 'AUTHORISED') return { type: 'payment.arrivedLate', data: { ...moneyOf(state), providerReference, resolution: 'VOID' } }
    if (view.status === 'CAPTURED')
      return { type: 'payment.arrivedLate', data: { ...moneyOf(state, view.capturedMinor), providerReference, resolution: 'REFUND' } }
    return undefined
  }
  const back = view.status === 'CAPTURED' && view.refundedMinor >= view.capturedMinor
  if (state.late === 'RETURNED' || !(back || (state.late === 'VOID' && view.status === 'CANCELLED'))) return undefined
  return { type: 'payment.lateReturned', data: state.late === 'REFUND' ? moneyOf(state, state.capturedMinor) : moneyOf(state) }
}

/** What has to be done at the provider for a payment that was given up: nothing, let go of the money, or give it back. */
export function dutyOf(state: Payment, view: PaymentView): 'NONE' | 'CANCEL' | 'REFUND' {
  if (state.status !== 'VOIDED' && state.status !== 'DECLINED') return 'NONE'
  if (view.status === 'CAPTURED') return view.refundedMinor < view.capturedMinor ? 'REFUND' : 'NONE'
  return view.status === 'DECLINED' || view.status === 'CANCELLED' ? 'NONE' : 'CANCEL'
}
