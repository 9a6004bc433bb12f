import { refundedMinor, totalMinor } from '../../../subgraphs/orders/order/amounts.ts'
import type { Order } from '../../../subgraphs/orders/order/order.ts'
import type { PaymentFact, ProviderFact, Rule, Violation } from '../facts/facts.ts'
import { foldFact } from './orderRules.ts'

/** The books of payments contradict nothing in themselves. */
export const ledger: Rule = ({ ledgerFaults }) => ledgerFaults.map((what) => ({ rule: 'ledger', about: 'payments', what }))

/** A sale was captured exactly once and in full; of an order that is no sale nothing is held, and what was taken went back. No payment is without an order. */
export const money: Rule = ({ orders, payments }) => {
  const paid = Map.groupBy(payments, ({ orderId }) => orderId)
  const known = new Set(orders.map(({ id }) => id))
  const orphans = payments.filter(({ orderId }) => !known.has(orderId))
  const wrong = orders.flatMap((fact): Violation[] => {
    const order = foldFact(fact)
    const ofOrder = paid.get(fact.id) ?? []
    if (order === undefined) return []
    const what = ofOrder.length > 1 ? `it has ${ofOrder.length} payments` : faultOf(order, ofOrder[0])
    return what === undefined ? [] : [{ rule: 'money', about: fact.id, what: `it is ${order.phase}, but ${what}` }]
  })
  return [...orphans.map(({ id, orderId }) => ({ rule: 'money', about: id, what: `it is for ${orderId}, which does not exist` })), ...wrong]
}

function faultOf(order: Order, payment: PaymentFact | undefined): string | undefined {
  const { phase } = order
  if (payment?.late === 'VOID' || payment?.late === 'REFUND') return `money that came late has not gone back (${payment.late})`
  if (phase === 'COMPLETED') {
    if (totalMinor(order) === 0n) return undefined
    const sold = payment?.status === 'CAPTURED' && payment.captures === 1 && payment.captured === totalMinor(order)
    if (!sold)
      return `the payment is ${payment?.status ?? 'missing'}, captured ${payment?.captures ?? 0} times, ${payment?.captured ?? 0n} of ${totalMinor(order)}`
    const back = refundedMinor(order)
    return payment.refunded === back ? undefined : `${payment.refunded} went back instead of ${back}`
  }
  if (phase !== 'CANCELLED' || payment === undefined) return undefined
  if (payment.status === 'VOIDED' || payment.status === 'DECLINED') return undefined
  return payment.status === 'CAPTURED' && payment.refunded === payment.captured ? undefined : `the payment is ${payment.status}`
}

/** What the provider's word for a payment is when ours is this. */
const theirs: Readonly<Record<string, readonly string[]>> = {
  AUTHORISED: ['authorised'],
  CAPTURED: ['captured'],
  DECLINED: ['declined', 'cancelled', 'captured'],
  VOIDED: ['cancelled', 'declined', 'captured'],
}

/** The provider has every payment that we believe in, in the same state and with the same money, and none besides. */
export const provider: Rule = ({ payments, provider: known }) => {
  const ours = new Map(payments.map((payment) => [payment.id, payment]))
  const there = Map.groupBy(known, ({ paymentId }) => paymentId)
  return [
    ...known
      .filter(({ paymentId }) => !ours.has(paymentId))
      .map(({ paymentId, status }) => ({ rule: 'provider', about: paymentId, what: `the provider has it (${status}) and the books do not` })),
    ...payments.flatMap((payment): Violation[] => {
      const what = differenceOf(payment, there.get(payment.id) ?? [])
      return what === undefined ? [] : [{ rule: 'provider', about: payment.id, what }]
    }),
  ]
}

function differenceOf(ours: PaymentFact, found: readonly ProviderFact[]): string | undefined {
  if (found.length > 1) return `the provider has it ${found.length} times`
  const [there] = found
  if (there === undefined)
    return ours.captured > 0n || ours.status === 'AUTHORISED' ? `it is ${ours.status} and the provider does not have it` : undefined
  if (theirs[ours.status]?.includes(there.status) !== true) return `it is ${ours.status} here and ${there.status} there`
  const same = there.captured - there.refunded === ours.captured - ours.refunded
  return same ? undefined : `${ours.captured} − ${ours.refunded} here, ${there.captured} − ${there.refunded} there`
}
