import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import { graphMoney, type GraphMoney } from '@agora/money/graphMoney.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { orderStatus } from '../fulfilment/orderStatus.ts'
import { readOrderAt } from '../history/orderAt.ts'
import { readTotals } from '../totals/storedTotals.ts'
import { linePaidMinor, refundableMinor, returnedPieces } from './amounts.ts'
import type { Cancellation, DataOfEvent, Order, OrderRefund } from './order.ts'
import { mayReadOrder } from './orderAccess.ts'

/** A line with the order that it belongs to. */
export interface LineOfOrder {
  readonly order: Order
  readonly line: DataOfEvent<'order.placed'>['lines'][number]
}

/** Why an order is no sale, with the order. */
export interface CancellationOfOrder {
  readonly order: Order
  readonly cancellation: Cancellation
}

/** A refund with the order that it belongs to. */
export interface RefundOfOrder {
  readonly order: Order
  readonly refund: OrderRefund
}

const money = ({ placed }: Order, amountMinor: bigint | string): GraphMoney =>
  graphMoney({ amountMinor: BigInt(amountMinor), currencyCode: placed.currency })

/** Reading orders. */
export const orderResolvers = {
  Query: {
    async order(_, { id, at }, { orders, commerce, viewer }) {
      if (!isId('Order', id)) throw codedError('BAD_USER_INPUT', 'id: this is not the id of an order')
      if (at == null) return orders.byId(id)
      const then = await readOrderAt(commerce.store, commerce.pool, { id, at })
      return then !== null && mayReadOrder(viewer, then) ? then : null
    },
    orderByViewToken(_, { token }, { orders, viewTokens }) {
      const id = viewTokens.open(token)
      return id === undefined ? null : orders.byIdForBearer(id)
    },
  },
  Order: {
    number: ({ placed }) => placed.orderNumber,
    status: orderStatus,
    placedAt: ({ placed }) => new Date(placed.placedAt),
    currencyCode: ({ placed }) => placed.currency,
    lines: (order) => order.placed.lines.map((line) => ({ order, line })),
    totals: ({ placed }) => readTotals(placed.totals, placed.currency),
    shippingMethodCode: ({ placed }) => placed.shippingMethodCode,
    nextAction: ({ phase, payment, placed }) =>
      phase !== 'PENDING' || payment === null
        ? null
        : {
            kind: payment.redirectUrl === null ? 'WAIT_FOR_PAYMENT' : 'CONFIRM_PAYMENT',
            redirectUrl: payment.redirectUrl,
            expiresAt: new Date(placed.expiresAt),
          },
    cancelReason: (order) => (order.cancellation === null ? null : { order, cancellation: order.cancellation }),
    refunds: (order) => order.refunds.map((refund) => ({ order, refund })),
    refundable: (order) => money(order, order.phase === 'COMPLETED' && !order.cancelRequested ? refundableMinor(order) : 0n),
    contact: (order, _, { orders }) => orders.contactOf(order),
    notes: (order, _, { orders }) => orders.notesOf(order),
  },
  OrderLine: {
    id: ({ line }) => line.lineId,
    variant: ({ line: { variantId, sku } }) => ({ id: variantId, sku }),
    variantId: ({ line }) => line.variantId,
    sku: ({ line }) => line.sku,
    quantity: ({ line }) => line.quantity,
    refundedQuantity: ({ order, line }) => returnedPieces(order, line.lineId),
    unitPrice: ({ order, line }) => money(order, line.unitPriceMinor),
    lineTotal: ({ order, line }) => money(order, linePaidMinor(order.placed.totals, line.lineId)),
  },
  OrderRefund: {
    id: ({ refund }) => refund.refundId,
    amount: ({ order, refund }) => money(order, refund.amountMinor),
    reason: ({ order, refund }, _, { orders }) => orders.reasonOf(order, refund.reasonId),
    status: ({ refund }) => refund.status,
    failureCode: ({ refund }) => refund.code,
    lines: ({ refund }) => refund.lines,
    restock: ({ refund }) => refund.restock,
  },
  OrderCancelReason: {
    code: ({ cancellation }) => cancellation.code,
    reason: ({ order, cancellation }, _, { orders }) => orders.reasonOf(order, cancellation.reasonId),
  },
  OrderContact: {
    billingAddress: ({ billingAddress, shippingAddress }) => billingAddress ?? shippingAddress,
  },
} satisfies Resolvers
