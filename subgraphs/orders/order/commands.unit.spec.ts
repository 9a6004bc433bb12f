import assert from 'node:assert/strict'
import { test } from 'node:test'

import { examples, lineIds, orderOf, ways } from '../testing/orderEvents.ts'
import { addNote, cancel, requestRefund, type Decision, type RefundCommand } from './commands.ts'
import { orderPhases, type Order } from './order.ts'

const outcome = (decision: Decision): string => (decision.ok ? decision.value.map(({ type }) => type).join() : decision.error)
const completed = orderOf(...ways.COMPLETED)
const requested = examples['order.refundRequested']

test('an order can be cancelled until it is cancelled or a parcel has left', () => {
  const of = (order: Order): string => outcome(cancel(order, { code: 'CUSTOMER', reasonId: 'rsn_1' }))
  assert.deepEqual(
    orderPhases.map((phase) => [phase, of(orderOf(...ways[phase]))]),
    [
      ['PENDING', 'order.cancelRequested'],
      ['CONFIRMED', 'order.cancelRequested'],
      ['COMPLETED', 'order.cancelRequested'],
      ['CANCELLING', 'ALREADY_CANCELLED'],
      ['CANCELLED', 'ALREADY_CANCELLED'],
      ['NEEDS_ATTENTION', 'order.cancelRequested'],
    ],
  )
  assert.equal(of(orderOf(...ways.CONFIRMED, examples['order.cancelRequested'])), 'ALREADY_CANCELLED')
  assert.equal(of(orderOf(...ways.CANCELLING, examples['order.needsAttention'])), 'ALREADY_CANCELLED')
  assert.equal(of(orderOf(...ways.COMPLETED, examples['order.fulfilmentCreated'], examples['order.shipped'])), 'ALREADY_SHIPPED')
})

function refund(order: Order, command: Partial<RefundCommand>): string {
  const decision = requestRefund(order, { refundId: 'rfd_1', amountMinor: null, lines: [], restock: false, reasonId: null, ...command })
  const [event] = decision.ok ? decision.value : []
  return event?.type === 'order.refundRequested' ? event.data.amountMinor : outcome(decision)
}

test('a refund is of a completed order, more than nothing and at most what was taken', () => {
  for (const phase of orderPhases) assert.equal(refund(orderOf(...ways[phase]), { amountMinor: 1n }), phase === 'COMPLETED' ? '1' : 'NOT_REFUNDABLE')
  assert.equal(refund(orderOf(...ways.COMPLETED, examples['order.cancelRequested']), { amountMinor: 1n }), 'NOT_REFUNDABLE')
  assert.equal(refund(completed, { amountMinor: 13_500n }), '13500')
  for (const amountMinor of [13_501n, 2n ** 53n, 2n ** 63n]) assert.equal(refund(completed, { amountMinor }), 'REFUND_TOO_LARGE')
  for (const amountMinor of [0n, -1n]) assert.equal(refund(completed, { amountMinor }), 'NOTHING_TO_REFUND')
  assert.equal(refund(completed, {}), 'NOTHING_TO_REFUND')
})

test('refunds add up, those on their way too, and one that failed frees its amount again', () => {
  const once = [...ways.COMPLETED, requested]
  assert.equal(refund(orderOf(...once), { amountMinor: 12_500n }), '12500')
  assert.equal(refund(orderOf(...once), { amountMinor: 12_501n }), 'REFUND_TOO_LARGE')
  assert.equal(refund(orderOf(...once, examples['order.refundFailed']), { amountMinor: 13_500n }), '13500')
})

test('pieces are refunded at what they cost, each once, and lines that are not there are not refunded', () => {
  const [mug, table] = lineIds
  assert.equal(refund(completed, { lines: [{ lineId: mug, quantity: 2 }] }), '2000')
  const both = [
    { lineId: mug, quantity: 3 },
    { lineId: table, quantity: 1 },
  ]
  assert.equal(refund(completed, { lines: both }), '13000')
  assert.equal(refund(completed, { lines: [{ lineId: mug, quantity: 4 }] }), 'TOO_MANY_PIECES')
  assert.equal(refund(orderOf(...ways.COMPLETED, requested), { lines: [{ lineId: mug, quantity: 3 }] }), 'TOO_MANY_PIECES')
  const twice = Array.from({ length: 2 }, () => ({ lineId: mug, quantity: 2 }))
  assert.equal(refund(completed, { lines: twice }), 'TOO_MANY_PIECES')
  assert.equal(refund(completed, { lines: [{ lineId: 'oln_of_another_order', quantity: 1 }] }), 'LINE_NOT_FOUND')
})

test('pieces may come back for less than they cost', () => {
  assert.equal(refund(completed, { amountMinor: 500n, lines: [{ lineId: lineIds[0], quantity: 1 }] }), '500')
})

test('notes may be written about an order at any time', () => {
  for (const phase of orderPhases) assert.equal(outcome(addNote(orderOf(...ways[phase]), 'ont_1')), 'order.noteAdded')
})
