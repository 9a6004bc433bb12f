import assert from 'node:assert/strict'
import { test } from 'node:test'

import pg from 'pg'

import type { KnownAnswer } from '@agora/idempotency/answers.ts'
import { guest } from '@agora/testkit/viewers.ts'

import type { Order } from '../order/order.ts'
import { checkoutInputOf } from '../testing/checkoutDocuments.ts'
import { orderOf, ways } from '../testing/orderEvents.ts'
import { createAdmission } from './admission.ts'
import { checkoutCart, type CheckoutOutcome } from './checkoutCart.ts'
import { checkoutInput } from './checkoutInput.ts'

const never = (): never => {
  throw new Error('nothing is to be priced or placed')
}

/** Checks out somebody who has no open cart, whose key is known so when it is looked for the first and the second time. */
function checkoutWithoutCart(...known: readonly KnownAnswer[]): Promise<CheckoutOutcome> {
  return checkoutOf(known, orderOf(...ways.COMPLETED))
}

/** The same, where this is what is found of the order in time. */
function checkoutOf(known: readonly KnownAnswer[], found: Order | undefined): Promise<CheckoutOutcome> {
  const left = [...known]
  const answerOf = async (): Promise<KnownAnswer> => left.shift() ?? { kind: 'unknown' }
  const work = {
    pool: new pg.Pool(),
    reads: { answerOf, cartOf: async () => null, isOrdered: async () => false },
    clock: () => new Date(),
    checkouts: { place: never, settled: async () => found },
    priceOrder: never,
    admission: createAdmission({ most: 1, onBusy: never }),
    waitMs: 1000,
  }
  const request = { viewer: guest(), requestId: 'req', quotes: { of: never } }
  return checkoutCart(work, request, checkoutInput.parse(checkoutInputOf()))
}

test('who has no cart is told so', async () => {
  const { order, userErrors } = await checkoutWithoutCart({ kind: 'unknown' }, { kind: 'unknown' })
  assert.deepEqual([order, userErrors.map(({ code }) => code)], [null, ['CART_NOT_FOUND']])
})

test('a request that is asked twice finds no cart, because the other was quicker, and answers with the order that came of it', async () => {
  const twin = orderOf(...ways.COMPLETED)
  const outcome = await checkoutWithoutCart({ kind: 'unknown' }, { kind: 'answered', answer: { orderId: twin.id } })
  assert.deepEqual(outcome, { order: twin, userErrors: [] })
})

test('an order that is not there in time is neither an order nor a refusal: the key is to be asked again', async () => {
  await assert.rejects(checkoutOf([{ kind: 'answered', answer: { orderId: 'ord_late' } }], undefined), {
    message: 'The order was not placed in time: ask again with the same idempotencyKey',
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  })
})
