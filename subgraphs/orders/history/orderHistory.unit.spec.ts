import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { examples, orderId, ways } from '../testing/orderEvents.ts'
import { historyOf } from './orderHistory.ts'

const stored = (events: readonly OrderEvent[]) =>
  events.map((event, nth) => ({
    ...event,
    id: `${orderId}/${nth + 1}`,
    stream: orderId,
    version: nth + 1,
    metadata: { correlationId: `req-${nth}`, causationId: null, actor: nth === 0 ? 'usr_1' : 'checkout' },
    occurredAt: new Date(1000 * nth),
  }))

const changesOf = (...events: readonly OrderEvent[]): string[][] =>
  historyOf(orderId, stored(events)).map(({ changes }) => changes.map(({ field, before, after }) => `${field}: ${before} -> ${after}`))

test('every entry tells who, when and what became another', () => {
  const [first, second] = historyOf(orderId, stored(ways.CONFIRMED))
  assert.deepEqual(first, {
    version: 1,
    type: 'order.placed',
    actor: 'usr_1',
    occurredAt: new Date(0),
    correlationId: 'req-0',
    changes: [
      { field: 'status', before: null, after: 'PLACED' },
      { field: 'totalMinor', before: null, after: '13500' },
      { field: 'refundedMinor', before: null, after: '0' },
      { field: 'notes', before: null, after: '0' },
      { field: 'phase', before: null, after: 'PENDING' },
      { field: 'cancelRequested', before: null, after: 'false' },
    ],
  })
  assert.deepEqual([second?.actor, second?.changes], ['checkout', [{ field: 'done', before: null, after: 'reserve' }]])
})

test('a refund shows as money asked for and as money that went back', () => {
  const steps = changesOf(...ways.COMPLETED, examples['order.refundRequested'], examples['order.refunded'], examples['order.refundRestocked'])
  assert.deepEqual(steps.slice(-2), [['refunds.0.status: REQUESTED -> RESTOCKING'], ['refunds.0.status: RESTOCKING -> REFUNDED']])
  assert.equal(steps.at(-3)?.includes('refundedMinor: 0 -> 1000'), true)
})

test('what went away is told too', () => {
  const steps = changesOf(...ways.NEEDS_ATTENTION, examples['order.resumed'])
  assert.deepEqual(steps.at(-1), [
    'phase: NEEDS_ATTENTION -> CONFIRMED',
    'interrupted: CONFIRMED -> null',
    'attention.step: capture -> null',
    'attention.code: UNREACHABLE -> null',
  ])
})

test('an event that changes nothing for anybody is an entry all the same', () => {
  const entries = changesOf(...ways.COMPLETED, examples['order.noteAdded'])
  assert.deepEqual(entries.at(-1), ['notes: 0 -> 1'])
})
