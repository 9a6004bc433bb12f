import type { OrderEvent } from '../../../schema/events/orders.ts'
import { examples, ways } from '../../../subgraphs/orders/testing/orderEvents.ts'
import type { Facts, OrderFact } from '../facts/facts.ts'

/** A sale and an order that is none, under these ids in every fact. */
export const ids = { sale: 'ord_sale', none: 'ord_none', salePayment: 'pay_sale', nonePayment: 'pay_none' } as const

/** An order whose stream is these events. */
export function orderFact(id: string, events: readonly OrderEvent[], change: Partial<OrderFact> = {}): OrderFact {
  const placed = { ...examples['order.placed'], data: { ...examples['order.placed'].data, cartId: `crt_of_${id}` } }
  const own = events.map((event) => (event.type === 'order.placed' ? placed : event))
  return { id, events: own.map((event, nth) => ({ version: nth + 1, event })), alive: id !== ids.none, process: null, ...change }
}

const sale = orderFact(ids.sale, [...ways.COMPLETED, examples['order.fulfilmentCreated']])
const none = orderFact(ids.none, ways.CANCELLED)

const stored = [sale, none].flatMap(({ id, events }) => events.map(({ version, event }) => ({ id: `${id}/${version}`, type: event.type, due: true })))
const once = new Map(stored.map(({ id }) => [id, 1]))

/** All is well: one order was sold and packed, another was cancelled before its payment was held. */
export const soundFacts: Facts = {
  told: [
    {
      key: 'key of the sale',
      cartId: 'crt_of_ord_sale',
      answers: [{ orderId: ids.sale, codes: [] }],
      shown: [
        { id: ids.sale, phase: 'PENDING', version: 1 },
        { id: ids.sale, phase: 'COMPLETED', version: 7 },
      ],
      cancelled: false,
      refunds: [],
    },
    {
      key: 'key of the other',
      cartId: 'crt_of_ord_none',
      answers: [{ orderId: ids.none, codes: ['CHECKOUT_FAILED'] }],
      shown: [{ id: ids.none, phase: 'CANCELLED', version: 6 }],
      cancelled: true,
      refunds: [],
    },
  ],
  orders: [sale, none],
  keys: [
    { key: 'key of the sale', orderId: ids.sale },
    { key: 'key of the other', orderId: ids.none },
  ],
  sales: { orders: 1, grossMinor: 13_500n },
  stock: [{ orderId: ids.sale, held: 0, sold: 4, returned: 0 }],
  stockFaults: [],
  payments: [
    { id: ids.salePayment, orderId: ids.sale, status: 'CAPTURED', captured: 13_500n, refunded: 0n, late: null, captures: 1 },
    { id: ids.nonePayment, orderId: ids.none, status: 'VOIDED', captured: 0n, refunded: 0n, late: null, captures: 0 },
  ],
  ledgerFaults: [],
  provider: [
    { paymentId: ids.salePayment, status: 'captured', captured: 13_500n, refunded: 0n },
    { paymentId: ids.nonePayment, status: 'cancelled', captured: 0n, refunded: 0n },
  ],
  stored,
  published: stored.map(({ id }) => id),
  effects: once,
  consumers: [{ name: 'orders.fulfilment', types: ['order.confirmed'], done: new Set(['ord_sale/4']) }],
  messages: new Map([['ord_sale/4', 1]]),
  projectionFaults: [],
  deadLetters: [],
}
