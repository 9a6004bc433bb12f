import { lineTotalMinor } from './amounts.ts'
import type { DataOfEvent, Order } from './order.ts'

/** What readers of the bus are told of an order, so that nobody has to ask for it. */
export function soldOf({ placed }: Order): DataOfEvent<'order.confirmed'> {
  const { orderNumber, buyer, contactId, currency, totals, lines } = placed
  return {
    orderNumber,
    buyer,
    contactId,
    currency,
    totalMinor: totals.totalMinor,
    lines: lines.map(({ lineId, variantId, productId, quantity }) => ({
      variantId,
      productId,
      quantity,
      totalMinor: lineTotalMinor(totals, lineId).toString(),
    })),
  }
}

/** The number that people say on the phone. It opens nothing. */
export const orderNumberOf = (orderId: string): string => `AG-${orderId.slice(-10).toUpperCase()}`
