import type { OrderEvent } from '../../../schema/events/orders.ts'
import { foldOrder } from '../order/evolve.ts'
import type { DataOfEvent, Order } from '../order/order.ts'
import { soldOf } from '../order/sold.ts'

/** An id that looks like one of this kind and says which it is. */
const named = (prefix: string, nth: number): string => `${prefix}_01h455vb4pex5vsknk084sn0${String(nth).padStart(2, '0')}`

/** The order that specs of decisions speak of. */
export const orderId = named('ord', 1)
/** When it was placed. */
export const placedAt = new Date('2026-11-25T12:00:00.000Z')
/** When it gives up waiting for its payment. */
export const expiresAt = new Date('2026-11-25T12:15:00.000Z')
/** The ids of its two lines, three mugs and one table. */
export const lineIds = [named('oln', 1), named('oln', 2)] as const

/** `order.placed` of three mugs at 10.00 and a table at 100.00, with 5.00 of shipping and an inclusive tax. */
export function placed(change: Partial<DataOfEvent<'order.placed'>> = {}): Extract<OrderEvent, { type: 'order.placed' }> {
  const step = { code: 'GOODS', included: false, ratePpm: null }
  const data = {
    orderNumber: 'AG-0000000001',
    buyer: named('usr', 1),
    cartId: named('crt', 1),
    contactId: named('oct', 1),
    currency: 'EUR' as const,
    lines: [
      { lineId: lineIds[0], variantId: named('var', 1), productId: named('prd', 1), sku: 'MUG', quantity: 3, unitPriceMinor: '1000' },
      { lineId: lineIds[1], variantId: named('var', 2), productId: named('prd', 2), sku: 'TABLE', quantity: 1, unitPriceMinor: '10000' },
    ],
    totals: {
      linesMinor: '13000',
      discountMinor: '0',
      shippingMinor: '500',
      taxMinor: '2155',
      totalMinor: '13500',
      steps: [
        { ...step, kind: 'LINES' as const, lineId: lineIds[0], amountMinor: '3000' },
        { ...step, kind: 'LINES' as const, lineId: lineIds[1], amountMinor: '10000' },
        { ...step, kind: 'SHIPPING' as const, code: 'STANDARD', lineId: null, amountMinor: '500' },
        { ...step, kind: 'TAX' as const, code: 'VAT', lineId: null, amountMinor: '2155', included: true, ratePpm: 190_000 },
      ],
    },
    shippingMethodId: named('shm', 1),
    shippingMethodCode: 'STANDARD',
    placedAt: placedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
  return { type: 'order.placed', data: { ...data, ...change } }
}

/** The same for nothing: what a promotion may make of it. */
export function placedForFree(): ReturnType<typeof placed> {
  const { totals } = placed().data
  return placed({ totals: { ...totals, totalMinor: '0' } })
}

/** The order that these events tell. */
export function orderOf(...events: readonly OrderEvent[]): Order {
  const order = foldOrder(orderId, events)
  if (order.phase === 'NONE') throw new TypeError('An order begins with order.placed')
  return order
}

const nothing = {}
const sold = soldOf(orderOf(placed()))

/** One sound example of every event of an order. */
export const examples: { readonly [Type in OrderEvent['type']]: Extract<OrderEvent, { type: Type }> } = {
  'order.placed': placed(),
  'order.stockReserved': { type: 'order.stockReserved', data: nothing },
  'order.paymentActionRequired': {
    type: 'order.paymentActionRequired',
    data: { paymentId: named('pay', 1), redirectUrl: 'https://pay.example/confirm' },
  },
  'order.paymentAuthorised': { type: 'order.paymentAuthorised', data: { paymentId: named('pay', 1) } },
  'order.confirmed': { type: 'order.confirmed', data: sold },
  'order.paymentCaptured': { type: 'order.paymentCaptured', data: nothing },
  'order.stockCommitted': { type: 'order.stockCommitted', data: nothing },
  'order.completed': { type: 'order.completed', data: nothing },
  'order.cancelRequested': { type: 'order.cancelRequested', data: { code: 'CUSTOMER', reasonId: null } },
  'order.cancelling': { type: 'order.cancelling', data: { code: 'CUSTOMER', reasonId: null, undo: ['void', 'release'] } },
  'order.stockReleased': { type: 'order.stockReleased', data: nothing },
  'order.paymentVoided': { type: 'order.paymentVoided', data: nothing },
  'order.paymentReturned': { type: 'order.paymentReturned', data: { amountMinor: '13500' } },
  'order.stockReturned': { type: 'order.stockReturned', data: nothing },
  'order.cancelled': { type: 'order.cancelled', data: { code: 'CUSTOMER', reasonId: null, sold } },
  'order.needsAttention': { type: 'order.needsAttention', data: { step: 'capture', code: 'UNREACHABLE', reason: null } },
  'order.resumed': { type: 'order.resumed', data: nothing },
  'order.refundRequested': {
    type: 'order.refundRequested',
    data: { refundId: named('rfd', 1), amountMinor: '1000', reasonId: null, restock: true, lines: [{ lineId: lineIds[0], quantity: 1 }] },
  },
  'order.refunded': {
    type: 'order.refunded',
    data: {
      refundId: named('rfd', 1),
      amountMinor: '1000',
      currency: 'EUR',
      buyer: sold.buyer,
      contactId: sold.contactId,
      orderNumber: sold.orderNumber,
    },
  },
  'order.refundFailed': { type: 'order.refundFailed', data: { refundId: named('rfd', 1), code: 'PROVIDER_REFUSED' } },
  'order.refundRestocked': { type: 'order.refundRestocked', data: { refundId: named('rfd', 1) } },
  'order.noteAdded': { type: 'order.noteAdded', data: { noteId: named('ont', 1) } },
  'order.fulfilmentCreated': {
    type: 'order.fulfilmentCreated',
    data: { fulfilmentId: named('ful', 1), lines: [{ lineId: lineIds[0], quantity: 3 }] },
  },
  'order.shipped': {
    type: 'order.shipped',
    data: {
      shipmentId: named('shp', 1),
      fulfilmentId: named('ful', 1),
      lines: [{ lineId: lineIds[0], quantity: 3 }],
      carrier: 'DHL',
      trackingNumber: 'JJD000',
      buyer: sold.buyer,
      contactId: sold.contactId,
      orderNumber: sold.orderNumber,
    },
  },
  'order.delivered': { type: 'order.delivered', data: { shipmentId: named('shp', 1) } },
}

/** The events by which an order comes into each phase. */
export const ways: { readonly [Phase in Order['phase']]: readonly OrderEvent[] } = {
  PENDING: wayOf('placed'),
  CONFIRMED: wayOf('placed', 'stockReserved', 'paymentAuthorised', 'confirmed'),
  COMPLETED: wayOf('placed', 'stockReserved', 'paymentAuthorised', 'confirmed', 'paymentCaptured', 'stockCommitted', 'completed'),
  CANCELLING: wayOf('placed', 'stockReserved', 'cancelling'),
  CANCELLED: wayOf('placed', 'stockReserved', 'cancelling', 'paymentVoided', 'stockReleased', 'cancelled'),
  NEEDS_ATTENTION: wayOf('placed', 'stockReserved', 'paymentAuthorised', 'confirmed', 'needsAttention'),
}

function wayOf(...names: readonly string[]): OrderEvent[] {
  return names.map((name) => examples[`order.${name}` as OrderEvent['type']])
}
