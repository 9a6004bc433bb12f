import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import { orderPhases, type Order } from '../order/order.ts'
import { examples, lineIds, orderOf, ways } from '../testing/orderEvents.ts'
import { orderStatus, progressOf, statuses, type OrderStatus, type Progress } from './orderStatus.ts'

const [mugs, table] = lineIds
const shipped = (shipmentId: string, ...lines: readonly (readonly [string, number])[]): OrderEvent => ({
  type: 'order.shipped',
  data: { ...examples['order.shipped'].data, shipmentId, lines: lines.map(([lineId, quantity]) => ({ lineId, quantity })) },
})
const delivered = (shipmentId: string): OrderEvent => ({ type: 'order.delivered', data: { shipmentId } })
const after = (...more: readonly OrderEvent[]): Order => more.reduce<Order>(evolve, orderOf(...ways.COMPLETED))

test('every phase has a status for every progress', () => {
  const expected: readonly (readonly [keyof typeof statuses, Progress, OrderStatus])[] = [
    ['PENDING', 'NOTHING_SENT', 'PLACED'],
    ['CONFIRMED', 'NOTHING_SENT', 'CONFIRMED'],
    ['COMPLETED', 'NOTHING_SENT', 'CONFIRMED'],
    ['COMPLETED', 'PART_SENT', 'PARTIALLY_SHIPPED'],
    ['COMPLETED', 'ALL_SENT', 'SHIPPED'],
    ['COMPLETED', 'ALL_ARRIVED', 'DELIVERED'],
    ['CANCELLING', 'NOTHING_SENT', 'CANCELLING'],
    ['CANCELLED', 'NOTHING_SENT', 'CANCELLED'],
  ]
  for (const [phase, progress, status] of expected) assert.equal(statuses[phase][progress], status)
})

test('the status follows from the checkout as long as nothing was sent', () => {
  assert.deepEqual(
    orderPhases.map((phase) => orderStatus(orderOf(...ways[phase]))),
    ['PLACED', 'CONFIRMED', 'CONFIRMED', 'CANCELLING', 'CANCELLED', 'CONFIRMED'],
  )
})

test('the status follows from the parcels afterwards', () => {
  const part = shipped('shp_1', [mugs, 2])
  const rest = shipped('shp_2', [mugs, 1], [table, 1])
  const steps = [part, rest, delivered('shp_1'), delivered('shp_2')]
  assert.deepEqual(
    steps.map((_, nth) => orderStatus(after(...steps.slice(0, nth + 1)))),
    ['PARTIALLY_SHIPPED', 'SHIPPED', 'SHIPPED', 'DELIVERED'],
  )
  assert.equal(orderStatus(after(part, delivered('shp_1'))), 'PARTIALLY_SHIPPED')
})

test('pieces that went back into stock are not waited for', () => {
  const refund = [examples['order.refundRequested'], examples['order.refunded']]
  assert.equal(progressOf(after(...refund, shipped('shp_1', [mugs, 2], [table, 1]))), 'ALL_SENT')
  assert.equal(progressOf(after(shipped('shp_1', [mugs, 3], [table, 1]), ...refund)), 'ALL_SENT')
})

test('whoever asked to cancel a sale is told that it is being cancelled', () => {
  assert.equal(orderStatus(after(examples['order.cancelRequested'])), 'CANCELLING')
})
