import { declineCodes } from '../../../schema/events/declineCodes.ts'
import type { EventOf } from '../../../schema/events/defineEvent.ts'
import type { orderEvents } from '../../../schema/events/orders.ts'
import type { paymentEvents } from '../../../schema/events/payments.ts'
import type { OrderFacts } from './facts.ts'

/** What is told, about which order, to whom. */
export interface Telling {
  readonly facts: OrderFacts
  readonly orderId: string
  /** `usr_…` or `gst_…`. */
  readonly buyer: string
}

/** An event that somebody is told of. */
export type Told = EventOf<
  Pick<typeof orderEvents, 'order.confirmed' | 'order.cancelled' | 'order.shipped' | 'order.refunded'> &
    Pick<typeof paymentEvents, 'payment.declined'>
>

/** An event with the stream that it is of. */
export type ToldEvent = Told & { readonly stream: string }

/** The types of events that somebody is told of. */
export const toldTypes = [
  'order.confirmed',
  'order.cancelled',
  'order.shipped',
  'order.refunded',
  'payment.declined',
] as const satisfies readonly Told['type'][]

/** The order bears the code of the decline then, and the buyer has been told of that. */
const followsDecline = (code: string): boolean => declineCodes.some((decline) => decline === code)

const piecesOf = (lines: readonly { readonly quantity: number }[]): number => lines.reduce((sum, { quantity }) => sum + quantity, 0)

/** What an event makes us tell; null when it has been told already. */
export function tellingOf({ type, data, stream }: ToldEvent): Telling | null {
  switch (type) {
    case 'order.confirmed': {
      const { orderNumber, buyer, totalMinor: amountMinor, currency, lines } = data
      return { orderId: stream, buyer, facts: { template: 'order-confirmed', orderNumber, pieces: piecesOf(lines), amountMinor, currency } }
    }
    case 'order.cancelled': {
      const { code, sold } = data
      if (followsDecline(code)) return null
      return { orderId: stream, buyer: sold.buyer, facts: { template: 'order-cancelled', orderNumber: sold.orderNumber, code } }
    }
    case 'order.shipped': {
      const { orderNumber, buyer, lines, carrier, trackingNumber } = data
      return { orderId: stream, buyer, facts: { template: 'order-shipped', orderNumber, pieces: piecesOf(lines), carrier, trackingNumber } }
    }
    case 'order.refunded': {
      const { orderNumber, buyer, amountMinor, currency } = data
      return { orderId: stream, buyer, facts: { template: 'order-refunded', orderNumber, amountMinor, currency } }
    }
    case 'payment.declined': {
      const { orderId, buyer, amountMinor, currency } = data
      return { orderId, buyer, facts: { template: 'payment-declined', amountMinor, currency } }
    }
  }
}
