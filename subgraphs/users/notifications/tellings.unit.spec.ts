import assert from 'node:assert/strict'
import { test } from 'node:test'

import { declineCodes } from '../../../schema/events/declineCodes.ts'
import { tellingOf, toldTypes, type ToldEvent } from './tellings.ts'

const sold = {
  orderNumber: 'A-1001',
  buyer: 'usr_ann',
  contactId: 'oct_1',
  currency: 'EUR',
  totalMinor: '4250',
  lines: [
    { variantId: 'var_1', productId: 'prd_1', quantity: 2, totalMinor: '2000' },
    { variantId: 'var_2', productId: 'prd_1', quantity: 1, totalMinor: '2250' },
  ],
} as const

const shipped = {
  shipmentId: 'shp_1',
  fulfilmentId: 'ful_1',
  lines: [{ lineId: 'oln_1', quantity: 2 }],
  carrier: 'DHL',
  trackingNumber: '00340',
  buyer: 'gst_1',
  contactId: 'oct_1',
  orderNumber: 'A-1001',
}
const refunded = { refundId: 'rfd_1', amountMinor: '1000', currency: 'USD', buyer: 'usr_ann', contactId: 'oct_1', orderNumber: 'A-1001' } as const
const declined = {
  orderId: 'ord_1',
  buyer: 'gst_1',
  amountMinor: '4250',
  currency: 'EUR',
  code: 'INSUFFICIENT_FUNDS',
  methodFingerprint: null,
} as const

const events: readonly ToldEvent[] = [
  { type: 'order.confirmed', stream: 'ord_1', data: { ...sold, lines: [...sold.lines] } },
  { type: 'order.cancelled', stream: 'ord_1', data: { code: 'BUYER', reasonId: null, sold: { ...sold, lines: [] } } },
  { type: 'order.shipped', stream: 'ord_1', data: shipped },
  { type: 'order.refunded', stream: 'ord_1', data: refunded },
  { type: 'payment.declined', stream: 'pay_1', data: declined },
]

test('each event that a buyer is told of makes one message about its order, with nothing personal in it', () => {
  assert.deepEqual(
    events.map(({ type }) => type),
    toldTypes,
  )
  assert.deepEqual(events.map(tellingOf), [
    {
      orderId: 'ord_1',
      buyer: 'usr_ann',
      facts: { template: 'order-confirmed', orderNumber: 'A-1001', pieces: 3, amountMinor: '4250', currency: 'EUR' },
    },
    { orderId: 'ord_1', buyer: 'usr_ann', facts: { template: 'order-cancelled', orderNumber: 'A-1001', code: 'BUYER' } },
    {
      orderId: 'ord_1',
      buyer: 'gst_1',
      facts: { template: 'order-shipped', orderNumber: 'A-1001', pieces: 2, carrier: 'DHL', trackingNumber: '00340' },
    },
    { orderId: 'ord_1', buyer: 'usr_ann', facts: { template: 'order-refunded', orderNumber: 'A-1001', amountMinor: '1000', currency: 'USD' } },
    { orderId: 'ord_1', buyer: 'gst_1', facts: { template: 'payment-declined', amountMinor: '4250', currency: 'EUR' } },
  ])
})

test('a cancellation that follows a decline is not told again', () => {
  const cancelled = (code: string) =>
    tellingOf({ type: 'order.cancelled', stream: 'ord_1', data: { code, reasonId: null, sold: { ...sold, lines: [] } } })
  assert.deepEqual(declineCodes.map(cancelled), [null, null, null, null, null, null])
  assert.deepEqual(
    ['CUSTOMER', 'STAFF', 'PAYMENT_EXPIRED', 'INSUFFICIENT_STOCK', 'a code of tomorrow'].map((code) => cancelled(code)?.facts.template),
    Array.from({ length: 5 }, () => 'order-cancelled'),
  )
})
