import type Stripe from 'stripe'

import type { DeclineCode } from '../../../../schema/events/declineCodes.ts'
import type { PaymentView, RefundView, ViewStatus } from '../provider.ts'

/** The fields of an intent that are looked at. */
type Intent = Pick<
  Stripe.PaymentIntent,
  'id' | 'status' | 'amount' | 'amount_received' | 'currency' | 'metadata' | 'created' | 'last_payment_error' | 'latest_charge' | 'next_action'
>

const statuses: Readonly<Record<string, ViewStatus>> = {
  requires_action: 'ACTION_REQUIRED',
  requires_confirmation: 'PENDING',
  processing: 'PENDING',
  requires_capture: 'AUTHORISED',
  succeeded: 'CAPTURED',
  canceled: 'CANCELLED',
}

const declines: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  expired_card: 'EXPIRED_CARD',
  fraudulent: 'FRAUD_SUSPECTED',
  authentication_required: 'AUTHENTICATION_FAILED',
  payment_intent_authentication_failure: 'AUTHENTICATION_FAILED',
  resource_missing: 'INVALID_METHOD',
}

/** An intent without a method has been declined if it says why, and has not been confirmed else. */
function statusOf({ status, last_payment_error: error }: Intent): ViewStatus {
  if (status === 'requires_payment_method') return error === null ? 'PENDING' : 'DECLINED'
  return statuses[status] ?? 'PENDING'
}

function declineCodeOf({ last_payment_error: error }: Intent): DeclineCode {
  return declines[error?.decline_code ?? ''] ?? declines[error?.code ?? ''] ?? 'CARD_DECLINED'
}

function fingerprintOf({ latest_charge: charge, last_payment_error: error }: Intent): string | null {
  if (charge !== null && typeof charge === 'object') return charge.payment_method_details?.card?.fingerprint ?? null
  return error?.payment_method?.card?.fingerprint ?? null
}

/** A refund of Stripe in our words. */
export function toRefundView({ id, metadata, amount, status }: Stripe.Refund): RefundView {
  const ended = status === 'succeeded' ? 'SUCCEEDED' : status === 'failed' || status === 'canceled' ? 'FAILED' : 'PENDING'
  return { reference: id, refundId: metadata?.['refundId'] ?? null, amountMinor: BigInt(amount), status: ended }
}

/** A payment intent, with its refunds, in our words. */
export function toView(intent: Intent, refunds: readonly Stripe.Refund[]): PaymentView {
  const status = statusOf(intent)
  const views = refunds.map(toRefundView)
  return {
    reference: intent.id,
    paymentId: intent.metadata['paymentId'] ?? null,
    status,
    amountMinor: BigInt(intent.amount),
    currency: intent.currency.toUpperCase(),
    capturedMinor: status === 'CAPTURED' ? BigInt(intent.amount_received) : 0n,
    refundedMinor: views.reduce((sum, one) => (one.status === 'SUCCEEDED' ? sum + one.amountMinor : sum), 0n),
    refunds: views,
    redirectUrl: intent.next_action?.redirect_to_url?.url ?? null,
    declineCode: status === 'DECLINED' ? declineCodeOf(intent) : null,
    fingerprint: fingerprintOf(intent),
    createdAt: new Date(intent.created * 1000),
  }
}
