import type { CurrencyCode } from '@agora/money/money.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { statusAfter, type PaymentStatus } from './transitions.ts'

/** Money on its way back to the buyer. */
export interface PaymentRefund {
  readonly refundId: string
  readonly amountMinor: bigint
  readonly status: 'STARTED' | 'REFUNDED' | 'FAILED'
  /** Of a failed one: why. */
  readonly code: string | null
}

/** How a payment stands: its events folded. */
export interface Payment {
  readonly status: PaymentStatus
  readonly orderId: string
  /** The `sub` of who pays. */
  readonly buyer: string
  readonly amountMinor: bigint
  readonly currency: CurrencyCode
  readonly provider: string
  /** The provider's own name of it; null until it has given one. */
  readonly reference: string | null
  /** The provider's opaque name of the card. */
  readonly fingerprint: string | null
  /** Where the buyer confirms, while that is asked. */
  readonly redirectUrl: string | null
  readonly declineCode: string | null
  readonly capturedMinor: bigint
  readonly refundedMinor: bigint
  readonly refunds: readonly PaymentRefund[]
  /** Money that came after the order had given up: how it goes back, or that it did. */
  readonly late: 'VOID' | 'REFUND' | 'RETURNED' | null
}

/** A payment to which nothing has happened. */
export const noPayment: Payment = {
  status: 'NONE',
  orderId: '',
  buyer: '',
  amountMinor: 0n,
  currency: 'USD',
  provider: '',
  reference: null,
  fingerprint: null,
  redirectUrl: null,
  declineCode: null,
  capturedMinor: 0n,
  refundedMinor: 0n,
  refunds: [],
  late: null,
}

/** What may still be given back: captured, and neither returned nor on its way. */
export function refundable({ capturedMinor, refunds }: Payment): bigint {
  return refunds.reduce((left, { status, amountMinor }) => (status === 'FAILED' ? left : left - amountMinor), capturedMinor)
}

/** What an event makes of a payment. An event that cannot follow is a bug, and throws. */
export function evolve(state: Payment, event: PaymentEvent): Payment {
  return { ...state, ...changesOf(state, event), status: statusAfter(state.status, event.type) }
}

function changesOf(state: Payment, event: PaymentEvent): Partial<Payment> {
  switch (event.type) {
    case 'payment.started': {
      const { orderId, buyer, amountMinor, currency, provider, methodFingerprint } = event.data
      return { orderId, buyer, amountMinor: BigInt(amountMinor), currency, provider, fingerprint: methodFingerprint }
    }
    case 'payment.pending':
      return { reference: event.data.providerReference, redirectUrl: null }
    case 'payment.actionRequired':
      return { reference: event.data.providerReference, redirectUrl: event.data.redirectUrl }
    case 'payment.authorised':
      return { reference: event.data.providerReference, redirectUrl: null, fingerprint: event.data.methodFingerprint ?? state.fingerprint }
    case 'payment.declined':
      return { declineCode: event.data.code, redirectUrl: null, fingerprint: event.data.methodFingerprint ?? state.fingerprint }
    case 'payment.captured':
      return { capturedMinor: BigInt(event.data.amountMinor) }
    case 'payment.voided':
      return { redirectUrl: null }
    case 'payment.arrivedLate':
      return lateChanges(event)
    case 'payment.lateReturned':
      return { late: 'RETURNED', refundedMinor: state.capturedMinor }
    case 'payment.refundStarted':
    case 'payment.refunded':
    case 'payment.refundFailed':
      return refundChanges(state, event)
  }
}

/** Money that was taken late was taken all the same, until it is back. */
function lateChanges({ data }: Extract<PaymentEvent, { readonly type: 'payment.arrivedLate' }>): Partial<Payment> {
  const taken = data.resolution === 'REFUND' ? { capturedMinor: BigInt(data.amountMinor) } : {}
  return { ...taken, reference: data.providerReference, late: data.resolution }
}

type RefundEvent = Extract<PaymentEvent, { readonly type: 'payment.refundStarted' | 'payment.refunded' | 'payment.refundFailed' }>

function refundChanges(state: Payment, event: RefundEvent): Partial<Payment> {
  const { refundId } = event.data
  const amountMinor = BigInt(event.data.amountMinor)
  if (event.type === 'payment.refundStarted') return { refunds: [...state.refunds, { refundId, amountMinor, status: 'STARTED', code: null }] }
  const done = event.type === 'payment.refunded'
  const end = done ? { status: 'REFUNDED' as const } : { status: 'FAILED' as const, code: event.data.code }
  return {
    refunds: state.refunds.map((refund) => (refund.refundId === refundId ? { ...refund, ...end } : refund)),
    refundedMinor: done ? state.refundedMinor + amountMinor : state.refundedMinor,
  }
}

/**
 * Whether the provider must still be asked about it: money may be moving, or may move. One that was voided before the provider had heard of it may
 * still be on its way there; how long it is waited for, `askAgain` knows.
 */
export function isUnsettled({ status, reference, late, refunds }: Payment): boolean {
  if (late === 'VOID' || late === 'REFUND' || (status === 'VOIDED' && reference === null)) return true
  return WAITING.has(status) || refunds.some((refund) => refund.status === 'STARTED')
}

const WAITING: ReadonlySet<PaymentStatus> = new Set(['STARTED', 'PENDING', 'ACTION_REQUIRED'])
