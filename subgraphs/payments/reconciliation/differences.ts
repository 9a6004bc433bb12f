import { observe, sameMoney } from '../payment/observe.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import type { PaymentView } from '../provider/provider.ts'

/** What the books hold for a payment. */
export interface BookedMoney {
  readonly held: bigint
  /** Taken and not given back. */
  readonly settled: bigint
}

/** What a difference is about. */
export const differenceCodes = ['UNKNOWN_HERE', 'UNKNOWN_THERE', 'OTHER_MONEY', 'NOT_NOTED', 'HELD', 'SETTLED', 'FOREIGN_REFUND'] as const

/** One thing on which the books and the provider do not agree. */
export interface Difference {
  readonly code: (typeof differenceCodes)[number]
  readonly paymentId: string | null
  readonly reference: string | null
  readonly ours: string
  readonly theirs: string
}

/** What we know of a payment. */
export interface Known {
  readonly payment: StoredPayment
  readonly booked: BookedMoney
}

/** Compares one payment of the provider with what we know of it. */
export function differencesOf(view: PaymentView, known: Known | undefined): Difference[] {
  const { reference } = view
  if (known === undefined)
    return [{ code: 'UNKNOWN_HERE', paymentId: view.paymentId, reference, ours: '', theirs: moneyText(view.amountMinor, view.currency) }]
  const { payment, booked } = known
  const { state, id: paymentId } = payment
  const difference = (code: Difference['code'], ours: string, theirs: string): Difference => ({ code, paymentId, reference, ours, theirs })
  if (!sameMoney(state, view))
    return [difference('OTHER_MONEY', moneyText(state.amountMinor, state.currency), moneyText(view.amountMinor, view.currency))]
  if (observe(state, view).length > 0) return [difference('NOT_NOTED', state.status, view.status)]
  const held = view.status === 'AUTHORISED' ? view.amountMinor : 0n
  const settled = view.capturedMinor - view.refundedMinor
  const ours = new Set(state.refunds.map(({ refundId }) => refundId))
  const foreign = view.refunds.filter(({ refundId }) => refundId === null || !(ours.has(refundId) || refundId === `${paymentId}:late`))
  return [
    ...(booked.held === held ? [] : [difference('HELD', booked.held.toString(), held.toString())]),
    ...(booked.settled === settled ? [] : [difference('SETTLED', booked.settled.toString(), settled.toString())]),
    ...foreign.map((refund) => difference('FOREIGN_REFUND', '', moneyText(refund.amountMinor, view.currency))),
  ]
}

/** What we believe the provider knows, and it did not tell of. */
export function missingThere({ id: paymentId, state }: StoredPayment): Difference {
  return { code: 'UNKNOWN_THERE', paymentId, reference: state.reference, ours: state.status, theirs: '' }
}

const moneyText = (amountMinor: bigint, currency: string): string => `${amountMinor} ${currency}`
