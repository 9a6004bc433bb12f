import type { Order, OrderPhase } from '../order/order.ts'
import { isSentWhole } from './parcels.ts'

/** What an order is called for those who wait for it; the enum `OrderStatus` of the graph. */
export type OrderStatus = 'PLACED' | 'CONFIRMED' | 'PARTIALLY_SHIPPED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLING' | 'CANCELLED'

/** How much of an order has left and arrived. */
export type Progress = 'NOTHING_SENT' | 'PART_SENT' | 'ALL_SENT' | 'ALL_ARRIVED'

const sale: Readonly<Record<Progress, OrderStatus>> = {
  NOTHING_SENT: 'CONFIRMED',
  PART_SENT: 'PARTIALLY_SHIPPED',
  ALL_SENT: 'SHIPPED',
  ALL_ARRIVED: 'DELIVERED',
}
const always = (status: OrderStatus): Readonly<Record<Progress, OrderStatus>> => ({
  NOTHING_SENT: status,
  PART_SENT: status,
  ALL_SENT: status,
  ALL_ARRIVED: status,
})

/** The status of every phase; NEEDS_ATTENTION is nobody's business but the staff's, so the phase that was interrupted counts. */
export const statuses: Readonly<Record<Exclude<OrderPhase, 'NEEDS_ATTENTION'>, Readonly<Record<Progress, OrderStatus>>>> = {
  PENDING: always('PLACED'),
  CONFIRMED: sale,
  COMPLETED: sale,
  CANCELLING: always('CANCELLING'),
  CANCELLED: always('CANCELLED'),
}

/** How much of an order has left and arrived. An order of which everything went back before anything left has nothing to send. */
export function progressOf(order: Order): Progress {
  const { shipments } = order
  if (shipments.length === 0) return 'NOTHING_SENT'
  if (!isSentWhole(order)) return 'PART_SENT'
  return shipments.every(({ delivered }) => delivered) ? 'ALL_ARRIVED' : 'ALL_SENT'
}

/** What an order is called: its checkout says whether it is a sale, its parcels how far it has come. */
export function orderStatus(order: Order): OrderStatus {
  const phase = order.phase === 'NEEDS_ATTENTION' ? (order.interrupted ?? 'CONFIRMED') : order.phase
  // Whoever asked to cancel is told so at once, although steps under way must come to their end first.
  const asked = order.cancelRequested && phase !== 'PENDING'
  return statuses[asked ? 'CANCELLING' : phase][progressOf(order)]
}
