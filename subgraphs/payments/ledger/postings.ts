import type { PaymentEvent } from '../../../schema/events/payments.ts'
import type { Payment } from '../payment/payment.ts'

/**
 * The accounts of the books. HELD: what the provider holds for us. SETTLEMENT: what it has taken and owes us. CUSTOMERS: what buyers have put up,
 * the other side of both. REFUNDS: what went back. LATE: what came for orders that had given up, until it is back.
 */
export const accounts = ['HELD', 'SETTLEMENT', 'CUSTOMERS', 'REFUNDS', 'LATE'] as const

/** The name of an account. */
export type Account = (typeof accounts)[number]

/** A line of the books: debit above zero, credit below. */
export interface Posting {
  readonly account: Account
  readonly amountMinor: bigint
}

const move = (amountMinor: bigint, to: Account, from: Account): readonly Posting[] =>
  amountMinor === 0n
    ? []
    : [
        { account: to, amountMinor },
        { account: from, amountMinor: -amountMinor },
      ]

/** What an event enters in the books, given how the payment stood before it. The lines sum to zero; most events move no money and enter nothing. */
export function postingsOf(before: Payment, event: PaymentEvent): readonly Posting[] {
  const amount = BigInt(event.data.amountMinor)
  switch (event.type) {
    case 'payment.authorised':
      return move(amount, 'HELD', 'CUSTOMERS')
    case 'payment.voided':
      return before.status === 'AUTHORISED' ? move(before.amountMinor, 'CUSTOMERS', 'HELD') : []
    case 'payment.captured':
      return captured(before.amountMinor, amount)
    case 'payment.refunded':
      return move(amount, 'REFUNDS', 'SETTLEMENT')
    case 'payment.arrivedLate':
      return move(amount, event.data.resolution === 'VOID' ? 'HELD' : 'SETTLEMENT', 'LATE')
    case 'payment.lateReturned':
      return move(amount, 'LATE', before.late === 'VOID' ? 'HELD' : 'SETTLEMENT')
    case 'payment.started':
    case 'payment.pending':
    case 'payment.actionRequired':
    case 'payment.declined':
    case 'payment.refundStarted':
    case 'payment.refundFailed':
      return []
  }
}

/** All that was held ends with a capture; what was not taken goes back to the buyers. */
function captured(held: bigint, taken: bigint): readonly Posting[] {
  if (taken === held) return move(taken, 'SETTLEMENT', 'HELD')
  return [
    { account: 'SETTLEMENT', amountMinor: taken },
    { account: 'CUSTOMERS', amountMinor: held - taken },
    { account: 'HELD', amountMinor: -held },
  ]
}
