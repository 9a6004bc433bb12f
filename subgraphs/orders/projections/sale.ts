import type { StoredEvent } from '@agora/event-store/event.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'

/** What an event means to the books of the shop: a sale, or money that goes back. */
export interface Sale {
  /** The day in UTC on which it happened, such as `2026-11-25`. */
  readonly day: string
  readonly buyer: string
  readonly currency: string
  /** How many more orders there are. */
  readonly orders: number
  readonly grossMinor: bigint
  readonly refundedMinor: bigint
  /** What was sold; below zero when it is sold no longer. */
  readonly products: readonly { readonly productId: string; readonly pieces: number; readonly revenueMinor: bigint }[]
}

/**
 * What the last of an order's events means to the books; null for nothing. An order counts as sold on the day of its confirmation. When a sold
 * order is cancelled, what had not been given back before goes back on that day, so that its net is zero.
 */
export function saleOf(history: readonly StoredEvent<OrderEvent>[]): Sale | null {
  const event = history.at(-1)
  if (event === undefined) return null
  const day = event.occurredAt.toISOString().slice(0, 10)
  // The definite members of the union: `data` belongs to `type`.
  const said = { type: event.type, data: event.data } as OrderEvent
  switch (said.type) {
    case 'order.confirmed': {
      const { buyer, currency, totalMinor, lines } = said.data
      return { day, buyer, currency, orders: 1, grossMinor: BigInt(totalMinor), refundedMinor: 0n, products: lines.map((line) => productOf(line, 1)) }
    }
    case 'order.refunded': {
      const { buyer, currency, amountMinor } = said.data
      return { day, buyer, currency, orders: 0, grossMinor: 0n, refundedMinor: BigInt(amountMinor), products: [] }
    }
    case 'order.cancelled': {
      if (!history.some(({ type }) => type === 'order.confirmed')) return null
      const { buyer, currency, totalMinor, lines } = said.data.sold
      const refundedMinor = BigInt(totalMinor) - refundedBefore(history)
      return { day, buyer, currency, orders: 0, grossMinor: 0n, refundedMinor, products: lines.map((line) => productOf(line, -1)) }
    }
    default:
      return null
  }
}

/** Types of events that `saleOf` has an answer to. */
export const sales = ['order.confirmed', 'order.refunded', 'order.cancelled'] as const satisfies readonly OrderEvent['type'][]

type SoldLine = { readonly productId: string; readonly quantity: number; readonly totalMinor: string }

const productOf = ({ productId, quantity, totalMinor }: SoldLine, sign: 1 | -1): Sale['products'][number] => ({
  productId,
  pieces: sign * quantity,
  revenueMinor: BigInt(sign) * BigInt(totalMinor),
})

function refundedBefore(history: readonly StoredEvent<OrderEvent>[]): bigint {
  return history
    .filter(({ type }) => type === 'order.refunded')
    .reduce((total, { data }) => total + BigInt((data as { readonly amountMinor: string }).amountMinor), 0n)
}
