import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { cancel } from '../order/commands.ts'
import { evolve } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'
import { examples, lineIds, orderOf, ways } from '../testing/orderEvents.ts'
import { createFulfilment, markDelivered, ship, type FulfilmentDecision, type ShipCommand } from './commands.ts'

const [mugs, table] = lineIds
const fulfilmentId = 'ful_1'
const everything = [
  { lineId: mugs, quantity: 3 },
  { lineId: table, quantity: 1 },
]
const command: ShipCommand = { shipmentId: 'shp_1', fulfilmentId, lines: null, carrier: 'DHL', trackingNumber: null }

function after(order: Order, decision: FulfilmentDecision): Order {
  assert.ok(decision.ok)
  return decision.value.reduce<Order>(evolve, order)
}

const assigned = (phase: Order['phase'] = 'COMPLETED', ...more: readonly OrderEvent[]): Order => {
  const confirmed = orderOf(...ways.CONFIRMED)
  const created = after(confirmed, createFulfilment(confirmed, fulfilmentId))
  const rest = [...ways[phase].slice(ways.CONFIRMED.length), ...more]
  return rest.reduce<Order>(evolve, created)
}
const refusal = (decision: FulfilmentDecision): string | undefined => (decision.ok ? undefined : decision.error)

test('a confirmed order is assigned whole, and once', () => {
  const confirmed = orderOf(...ways.CONFIRMED)
  const created = createFulfilment(confirmed, fulfilmentId)
  assert.deepEqual(created, { ok: true, value: [{ type: 'order.fulfilmentCreated', data: { fulfilmentId, lines: everything } }] })
  assert.equal(refusal(createFulfilment(after(confirmed, created), 'ful_2')), 'ALREADY_ASSIGNED')
})

test('nothing is packed of what is not sold, or no longer', () => {
  for (const phase of ['PENDING', 'CANCELLING', 'CANCELLED'] as const)
    assert.equal(refusal(createFulfilment(orderOf(...ways[phase]), fulfilmentId)), 'NOT_CONFIRMED')
  assert.equal(createFulfilment(orderOf(...ways.NEEDS_ATTENTION), fulfilmentId).ok, true)
})

test('parcels leave in parts until nothing is left', () => {
  const order = assigned()
  const first = after(order, ship(order, { ...command, lines: [{ lineId: mugs, quantity: 2 }] }))
  assert.deepEqual(first.shipments[0]?.lines, [{ lineId: mugs, quantity: 2 }])
  const second = after(first, ship(first, { ...command, shipmentId: 'shp_2' }))
  assert.deepEqual(second.shipments[1]?.lines, [
    { lineId: mugs, quantity: 1 },
    { lineId: table, quantity: 1 },
  ])
  assert.equal(refusal(ship(second, command)), 'NOTHING_TO_SHIP')
})

test('more than is left, lines of others and unknown fulfilments are refused', () => {
  const order = assigned()
  const lines = (...given: readonly (readonly [string, number])[]) => given.map(([lineId, quantity]) => ({ lineId, quantity }))
  assert.equal(refusal(ship(order, { ...command, lines: lines([mugs, 4]) })), 'TOO_MANY_PIECES')
  assert.equal(refusal(ship(order, { ...command, lines: lines([mugs, 2], [mugs, 2]) })), 'TOO_MANY_PIECES')
  assert.equal(refusal(ship(order, { ...command, lines: lines(['oln_other', 1]) })), 'LINE_NOT_FOUND')
  assert.equal(refusal(ship(order, { ...command, fulfilmentId: 'ful_2' })), 'FULFILMENT_NOT_FOUND')
})

test('nothing leaves before the money was taken, nor after somebody asked to cancel', () => {
  assert.equal(refusal(ship(assigned('CONFIRMED'), command)), 'NOT_READY')
  assert.equal(refusal(ship(assigned('COMPLETED', examples['order.cancelRequested']), command)), 'NOT_READY')
})

test('pieces that a refund put back into stock do not leave', () => {
  const order = assigned('COMPLETED', examples['order.refundRequested'], examples['order.refunded'])
  assert.equal(refusal(ship(order, { ...command, lines: [{ lineId: mugs, quantity: 3 }] })), 'TOO_MANY_PIECES')
  assert.deepEqual(after(order, ship(order, command)).shipments[0]?.lines, [
    { lineId: mugs, quantity: 2 },
    { lineId: table, quantity: 1 },
  ])
})

test('a parcel arrives once', () => {
  const order = assigned()
  const sent = after(order, ship(order, command))
  const arrived = after(sent, markDelivered(sent, 'shp_1'))
  assert.equal(arrived.shipments[0]?.delivered, true)
  assert.equal(refusal(markDelivered(arrived, 'shp_1')), 'ALREADY_DELIVERED')
  assert.equal(refusal(markDelivered(arrived, 'shp_2')), 'SHIPMENT_NOT_FOUND')
})

test('an order is cancelled before anything was shipped, and not after', () => {
  const order = assigned()
  const why = { code: 'CUSTOMER', reasonId: null }
  assert.equal(cancel(order, why).ok, true)
  const sent = after(order, ship(order, { ...command, lines: [{ lineId: mugs, quantity: 1 }] }))
  assert.deepEqual(cancel(sent, why), { ok: false, error: 'ALREADY_SHIPPED' })
})
