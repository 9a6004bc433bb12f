import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import { unplaced, type OrderState } from '../order/order.ts'
import { soldOf } from '../order/sold.ts'
import { examples, placed } from './orderEvents.ts'

/** An event and when it happened. */
export interface Dated {
  readonly stream: string
  readonly event: OrderEvent
  readonly at: Date
}

/** What an order of the test is about. */
export interface OrderPlan {
  readonly orderId: string
  readonly buyer: string
  readonly currency: 'USD' | 'EUR' | 'CNY'
  readonly unitPriceMinor: bigint
  readonly quantity: number
  readonly productId: string
  readonly placedAt: Date
  /** What becomes of it. */
  readonly fate: 'PENDING' | 'DECLINED' | 'CONFIRMED' | 'COMPLETED' | 'REFUNDED_IN_PART' | 'CANCELLED_AFTERWARDS' | 'REFUNDED_THEN_CANCELLED'
}

const HOUR_MS = 3_600_000

/** The events of an order that comes to this end, an hour between each. */
export function historyOf(plan: OrderPlan): Dated[] {
  const first = placedBy(plan)
  let state: OrderState = evolve(unplaced(plan.orderId), first)
  const happened: OrderEvent[] = [first]
  for (const make of fates[plan.fate]) {
    const event = make(state)
    state = evolve(state, event)
    happened.push(event)
  }
  return happened.map((event, nth) => ({ stream: plan.orderId, event, at: new Date(plan.placedAt.getTime() + nth * HOUR_MS) }))
}

function placedBy({ orderId, buyer, currency, unitPriceMinor, quantity, productId, placedAt }: OrderPlan): OrderEvent {
  const total = (unitPriceMinor * BigInt(quantity)).toString()
  const [line] = placed().data.lines
  if (line === undefined) throw new TypeError('The example has no lines')
  const lines = [{ ...line, productId, quantity, unitPriceMinor: unitPriceMinor.toString() }]
  const step = { kind: 'LINES' as const, code: 'PRICE', lineId: line.lineId, amountMinor: total, included: false, ratePpm: null }
  const totals = { linesMinor: total, discountMinor: '0', shippingMinor: '0', taxMinor: '0', totalMinor: total, steps: [step] }
  const orderNumber = `AG-${orderId.slice(-10).toUpperCase()}`
  return placed({ orderNumber, buyer, currency, lines, totals, placedAt: placedAt.toISOString() })
}

type Make = (state: OrderState) => OrderEvent

const just =
  (type: OrderEvent['type']): Make =>
  () =>
    examples[type]
const withSold =
  (type: 'order.confirmed' | 'order.cancelled'): Make =>
  (state) => {
    if (state.phase === 'NONE') throw new TypeError('The order was not placed')
    const sold = soldOf(state)
    return type === 'order.confirmed' ? { type, data: sold } : { type, data: { code: 'CUSTOMER', reasonId: null, sold } }
  }
const refund: Make[] = [
  (state) => {
    if (state.phase === 'NONE') throw new TypeError('The order was not placed')
    const amountMinor = (BigInt(state.placed.totals.totalMinor) / 3n).toString()
    return { type: 'order.refundRequested', data: { ...examples['order.refundRequested'].data, amountMinor, restock: false, lines: [] } }
  },
  (state) => {
    if (state.phase === 'NONE') throw new TypeError('The order was not placed')
    const { refundId, amountMinor } = state.refunds[0] ?? examples['order.refundRequested'].data
    const { currency, buyer, contactId, orderNumber } = state.placed
    return { type: 'order.refunded', data: { refundId, amountMinor, currency, buyer, contactId, orderNumber } }
  },
]
const confirmed = [just('order.stockReserved'), just('order.paymentAuthorised'), withSold('order.confirmed')]
const completed = [...confirmed, just('order.paymentCaptured'), just('order.stockCommitted'), just('order.completed')]
const cancelled = [
  just('order.cancelRequested'),
  just('order.cancelling'),
  just('order.paymentReturned'),
  just('order.stockReturned'),
  withSold('order.cancelled'),
]

const fates: Readonly<Record<OrderPlan['fate'], readonly Make[]>> = {
  PENDING: [just('order.stockReserved')],
  DECLINED: [just('order.stockReserved'), just('order.cancelling'), just('order.stockReleased'), withSold('order.cancelled')],
  CONFIRMED: confirmed,
  COMPLETED: completed,
  REFUNDED_IN_PART: [...completed, ...refund],
  CANCELLED_AFTERWARDS: [...completed, ...cancelled],
  REFUNDED_THEN_CANCELLED: [...completed, ...refund, ...cancelled],
}

/** Every end that an order of the tests comes to. */
export const allFates = Object.keys(fates) as OrderPlan['fate'][]
