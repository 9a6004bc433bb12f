import { graphMoney, type GraphMoney } from '@agora/money/graphMoney.ts'
import { parsePage, toConnection } from '@agora/subgraph-kit/connection.ts'

import type { PaymentDeclineCode, PaymentEventKind, Resolvers } from '../__generated__/resolvers.ts'
import type { PaymentsContext } from '../context.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { paymentIdOf } from '../payment/payments.ts'
import { kindOf } from './history.ts'
import { countPayments, listPayments, paymentOrder } from './paymentList.ts'

const moneyOf = ({ state: { currency: currencyCode } }: StoredPayment, amountMinor: bigint): GraphMoney => graphMoney({ amountMinor, currencyCode })

/** The next step of a buyer is nobody else's business: whoever holds the link can take it. */
function nextAction({ state }: StoredPayment, { viewer }: PaymentsContext): { redirectUrl: string } | null {
  const isBuyer = viewer.kind !== 'anonymous' && viewer.sub === state.buyer
  return isBuyer && state.redirectUrl !== null ? { redirectUrl: state.redirectUrl } : null
}

/** Reading payments. */
export const paymentResolvers = {
  Query: {
    async payments(_, { first, after, status = null }, { pool }) {
      const page = parsePage({ first, after }, paymentOrder)
      return { ...toConnection(await listPayments(pool, status, page), page), status }
    },
  },
  Order: {
    payment({ id }, _, context) {
      const paymentId = paymentIdOf(id)
      return paymentId === undefined ? null : context.payment(paymentId)
    },
  },
  Payment: {
    orderId: ({ state }) => state.orderId,
    status: ({ state }) => (state.status === 'NONE' ? 'STARTED' : state.status),
    amount: (payment) => moneyOf(payment, payment.state.amountMinor),
    captured: (payment) => moneyOf(payment, payment.state.capturedMinor),
    refunded: (payment) => moneyOf(payment, payment.state.refundedMinor),
    currencyCode: ({ state }) => state.currency,
    provider: ({ state }) => state.provider,
    nextAction: (payment, _, context) => nextAction(payment, context),
    declineCode: ({ state }) => state.declineCode as PaymentDeclineCode | null,
    refunds: (payment) =>
      payment.state.refunds.map(({ refundId, amountMinor, status }) => ({ refundId, status, amount: moneyOf(payment, amountMinor) })),
    async history(payment, _, { histories }) {
      const history = await histories.load(payment.id)
      return (history?.events ?? []).map(({ type, data, occurredAt }) => ({
        kind: kindOf(type) as PaymentEventKind,
        amount: moneyOf(payment, BigInt(data.amountMinor)),
        at: occurredAt,
      }))
    },
  },
  PaymentConnection: {
    totalCount: ({ status }, _, { pool }) => countPayments(pool, status),
  },
} satisfies Resolvers
