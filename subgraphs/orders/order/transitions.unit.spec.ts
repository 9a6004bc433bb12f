import assert from 'node:assert/strict'
import { test } from 'node:test'

import { orderEvents, type OrderEvent } from '../../../schema/events/orders.ts'
import { examples, orderOf, placed, ways } from '../testing/orderEvents.ts'
import { evolve } from './evolve.ts'
import { orderPhases, unplaced, type OrderState } from './order.ts'
import { IllegalTransition, transitions } from './transitions.ts'

const types = Object.keys(orderEvents) as OrderEvent['type'][]
const states: readonly OrderState[] = [unplaced('ord_x'), ...orderPhases.map((phase) => orderOf(...ways[phase]))]

test('every type of event has a row in the table, and every example fits its schema', () => {
  assert.deepEqual(Object.keys(transitions).sort(), [...types].sort())
  for (const type of types) assert.deepEqual(orderEvents[type].versions.at(-1)?.safeParse(examples[type].data).error, undefined, type)
})

test('an event that the table lists leads to the phase that it names and grows the version by one', () => {
  for (const state of states) {
    for (const type of types.filter((candidate) => transitions[candidate].from.includes(state.phase))) {
      const after = evolve(state, examples[type])
      const { to } = transitions[type]
      const expected = to === 'interrupted' ? 'CONFIRMED' : (to ?? state.phase)
      assert.deepEqual([after.phase, after.version], [expected, state.version + 1], `${type} in ${state.phase}`)
    }
  }
})

test('an event that the table does not list is an IllegalTransition that names both, in every phase', () => {
  let refused = 0
  for (const state of states) {
    for (const type of types.filter((candidate) => !transitions[candidate].from.includes(state.phase))) {
      assert.throws(
        () => evolve(state, examples[type]),
        (error) => error instanceof IllegalTransition && error.type === type && error.phase === state.phase,
        `${type} in ${state.phase}`,
      )
      refused += 1
    }
  }
  const allowed = Object.values(transitions).reduce((count, { from }) => count + from.length, 0)
  assert.equal(refused + allowed, types.length * states.length)
})

test('an order is what its events say and nothing else: folding them again gives the same', () => {
  for (const phase of orderPhases) {
    const once = orderOf(...ways[phase])
    assert.deepEqual(orderOf(...ways[phase]), once)
    assert.deepEqual(JSON.parse(JSON.stringify(once)), once, 'a snapshot of it is the same')
  }
})

test('a refund goes from requested over restocking to refunded, or to failed with its code', () => {
  const requested = [...ways.COMPLETED, examples['order.refundRequested']]
  const statusAfter = (...more: readonly OrderEvent[]) => orderOf(...requested, ...more).refunds.map(({ status, code }) => [status, code])
  assert.deepEqual(statusAfter(), [['REQUESTED', null]])
  assert.deepEqual(statusAfter(examples['order.refunded']), [['RESTOCKING', null]])
  assert.deepEqual(statusAfter(examples['order.refunded'], examples['order.refundRestocked']), [['REFUNDED', null]])
  assert.deepEqual(statusAfter(examples['order.refundFailed']), [['FAILED', 'PROVIDER_REFUSED']])
})

test('a parcel is packed, sent and delivered', () => {
  const shipped = [...ways.COMPLETED, examples['order.fulfilmentCreated'], examples['order.shipped']]
  assert.deepEqual(
    orderOf(...shipped).shipments.map(({ delivered }) => delivered),
    [false],
  )
  assert.deepEqual(
    orderOf(...shipped, examples['order.delivered']).shipments.map(({ delivered }) => delivered),
    [true],
  )
})

test('what stopped an order is told, and forgotten once it goes on', () => {
  const stopped = orderOf(...ways.NEEDS_ATTENTION)
  assert.deepEqual([stopped.interrupted, stopped.attention?.step], ['CONFIRMED', 'capture'])
  const resumed = orderOf(...ways.NEEDS_ATTENTION, examples['order.resumed'])
  assert.deepEqual([resumed.phase, resumed.interrupted, resumed.attention], ['CONFIRMED', null, null])
})

test('an order of another currency or amount folds alike', () => {
  assert.equal(orderOf(placed({ currency: 'CNY' })).placed.currency, 'CNY')
})
