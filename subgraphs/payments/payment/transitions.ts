import type { PaymentEvent } from '../../../schema/events/payments.ts'

/** How a payment can stand. NONE: nothing was asked yet. STARTED: the provider was, or is about to be, asked and has not answered. */
export const paymentStatuses = ['NONE', 'STARTED', 'PENDING', 'ACTION_REQUIRED', 'AUTHORISED', 'DECLINED', 'CAPTURED', 'VOIDED'] as const

/** One of them. */
export type PaymentStatus = (typeof paymentStatuses)[number]

type Transitions = Readonly<Partial<Record<PaymentEvent['type'], PaymentStatus>>>

const answered = { 'payment.authorised': 'AUTHORISED', 'payment.declined': 'DECLINED', 'payment.voided': 'VOIDED' } as const
const waiting: Transitions = { 'payment.pending': 'PENDING', 'payment.actionRequired': 'ACTION_REQUIRED', ...answered }
const late = (status: PaymentStatus): Transitions => ({ 'payment.arrivedLate': status, 'payment.lateReturned': status })

/** What may follow what. Whatever is not listed cannot happen. Declined and voided stay so: money that comes then is late, and goes back. */
export const transitions: Readonly<Record<PaymentStatus, Transitions>> = {
  NONE: { 'payment.started': 'STARTED' },
  STARTED: waiting,
  PENDING: waiting,
  ACTION_REQUIRED: waiting,
  AUTHORISED: { 'payment.captured': 'CAPTURED', 'payment.voided': 'VOIDED' },
  DECLINED: late('DECLINED'),
  CAPTURED: { 'payment.refundStarted': 'CAPTURED', 'payment.refunded': 'CAPTURED', 'payment.refundFailed': 'CAPTURED' },
  VOIDED: late('VOIDED'),
}

/** Where an event leads. Throws for one that cannot follow. */
export function statusAfter(status: PaymentStatus, event: PaymentEvent['type']): PaymentStatus {
  const next = transitions[status][event]
  if (next === undefined) throw new TypeError(`A payment that is ${status} cannot have ${event}`)
  return next
}
