import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Order } from '../order/order.ts'
import { orderOf, ways } from '../testing/orderEvents.ts'
import { attemptsOf, defaultPatience, restOf } from './rest.ts'
import { next } from './steps.ts'

const now = new Date('2026-11-25T12:00:01.000Z')

/** How long an order goes on trying while nobody answers, in milliseconds. */
function triesFor(order: Order): number {
  const answered = next(order).map((call) => ({ call, reply: { kind: 'unknown', message: 'unavailable' } as const }))
  const pauses = Array.from({ length: attemptsOf(order, defaultPatience) - 1 }, (_, failedBefore) =>
    restOf(order, { answered, failedBefore, progressed: false, now }, defaultPatience),
  )
  return pauses.reduce((sum, rest) => sum + (rest.kind === 'failed' ? rest.forMs : 0), 0)
}

/** A circuit that has opened lets nobody try for so long. */
const CIRCUIT_OPEN_MS = 30_000

test('a buyer is not kept waiting for somebody who does not answer', () => {
  assert.equal(triesFor(orderOf(...ways.PENDING)), 25_400)
})

test('a step that may not be given up, forward or back, outlasts several openings of the circuit before a person is called', () => {
  assert.equal(triesFor(orderOf(...ways.CONFIRMED)), 201_000)
  assert.equal(triesFor(orderOf(...ways.CANCELLING)), 201_000)
  assert.ok(201_000 > 6 * CIRCUIT_OPEN_MS)
})
