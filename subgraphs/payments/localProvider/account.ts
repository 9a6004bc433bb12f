/** A refund as this provider keeps it. Amounts in minor units as text. */
export interface ProviderRefund {
  readonly id: string
  readonly merchantReference: string | null
  readonly amount: string
  readonly status: 'pending' | 'succeeded' | 'failed'
}

/** How a payment stands here. */
export type ProviderStatus = 'processing' | 'requires_action' | 'authorised' | 'declined' | 'captured' | 'cancelled'

/** A payment as this provider keeps it and shows it. Amounts in minor units as text. */
export interface ProviderPayment {
  readonly id: string
  /** The merchant's own name of it; one payment a name. */
  readonly merchantReference: string
  readonly status: ProviderStatus
  readonly amount: string
  readonly currency: string
  readonly captured: string
  readonly refunded: string
  readonly refunds: readonly ProviderRefund[]
  readonly declineCode: string | null
  readonly redirectUrl: string | null
  readonly returnUrl: string | null
  readonly card: { readonly brand: string; readonly last4: string; readonly fingerprint: string } | null
  readonly createdAt: string
}

/** Why something is not done: a stable code, the HTTP status, and a sentence. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** What a change makes of a payment and what is told about it; or why not. */
export type Outcome = { readonly payment: ProviderPayment; readonly event: string | null } | { readonly refusal: Refusal }

const refusal = (code: string, message: string, status = 402): Outcome => ({ refusal: { status, code, message } })

/** Takes held money, all of it or a part; the rest is let go of. */
export function capture(payment: ProviderPayment, amount: string | undefined): Outcome {
  if (payment.status === 'captured') return { payment, event: null }
  if (payment.status !== 'authorised') return refusal('not_authorised', `A payment that is ${payment.status} cannot be captured`)
  const taken = BigInt(amount ?? payment.amount)
  if (taken <= 0n || taken > BigInt(payment.amount)) return refusal('amount_too_large', 'More than is held')
  return { payment: { ...payment, status: 'captured', captured: taken.toString() }, event: 'payment.captured' }
}

/** Lets go of held money, or ends what has not been answered. */
export function cancel(payment: ProviderPayment): Outcome {
  if (payment.status === 'cancelled' || payment.status === 'declined') return { payment, event: null }
  if (payment.status === 'captured') return refusal('already_captured', 'The money was taken: refund it')
  return { payment: { ...payment, status: 'cancelled', redirectUrl: null }, event: 'payment.cancelled' }
}

/** Gives captured money back. */
export function refund(payment: ProviderPayment, asked: Omit<ProviderRefund, 'status'>, status: ProviderRefund['status']): Outcome {
  if (payment.status !== 'captured') return refusal('not_captured', 'Nothing was taken that could be given back')
  const known = payment.refunds.find(({ merchantReference }) => merchantReference !== null && merchantReference === asked.merchantReference)
  if (known !== undefined)
    return known.amount === asked.amount ? { payment, event: null } : refusal('refund_exists', 'That refund has another amount', 409)
  const open = payment.refunds.reduce((sum, one) => (one.status === 'failed' ? sum : sum + BigInt(one.amount)), 0n)
  if (BigInt(asked.amount) <= 0n || open + BigInt(asked.amount) > BigInt(payment.captured)) return refusal('amount_too_large', 'More than was taken')
  return settleRefund({ ...payment, refunds: [...payment.refunds, { ...asked, status: 'pending' }] }, asked.id, status)
}

/** Says what became of a refund. */
export function settleRefund(payment: ProviderPayment, refundId: string, status: ProviderRefund['status']): Outcome {
  const refunds = payment.refunds.map((one) => (one.id === refundId ? { ...one, status } : one))
  const refunded = refunds.reduce((sum, one) => (one.status === 'succeeded' ? sum + BigInt(one.amount) : sum), 0n)
  return { payment: { ...payment, refunds, refunded: refunded.toString() }, event: `refund.${status}` }
}

/** Says what became of an authorisation that was waiting for the buyer or for the bank. */
export function answer(payment: ProviderPayment, approved: boolean, declineCode: string): Outcome {
  if (payment.status !== 'processing' && payment.status !== 'requires_action') return { payment, event: null }
  if (approved) return { payment: { ...payment, status: 'authorised', redirectUrl: null }, event: 'payment.authorised' }
  return { payment: { ...payment, status: 'declined', declineCode, redirectUrl: null }, event: 'payment.declined' }
}
