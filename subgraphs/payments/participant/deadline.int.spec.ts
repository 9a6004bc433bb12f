import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import type { PaymentProvider } from '../provider/provider.ts'
import { startPaymentsStack, until, type PaymentsStack } from '../testing/paymentsStack.ts'

/** What became of each call to the provider: whether its maker gave it up. */
const made: { readonly what: string; readonly given: { up: boolean } }[] = []

function watching(provider: PaymentProvider): PaymentProvider {
  const watch =
    <Order, Answer>(what: string, call: (order: Order, signal?: AbortSignal) => Promise<Answer>) =>
    (order: Order, signal?: AbortSignal): Promise<Answer> => {
      const given = { up: false }
      made.push({ what, given })
      signal?.addEventListener('abort', () => (given.up = true))
      return call(order, signal)
    }
  return { ...provider, authorise: watch('authorise', provider.authorise), capture: watch('capture', provider.capture) }
}

let stack: PaymentsStack
before(async () => void (stack = await startPaymentsStack({ timeoutMs: 4000, through: watching })))
after(() => stack.stop())
beforeEach(async () => {
  await stack.provider.control({ delayMs: 0 })
  made.splice(0)
})

const paymentIdOf = (orderId: string): string => orderId.replace('ord_', 'pay_')
const calls = () => made.map(({ what, given }) => [what, given.up])

test('a call to the provider ends before the checkout waits no longer: it is pending, and the same call finds what became of it', async () => {
  const { checkout, newOrder, provider, events, balances } = stack
  const orderId = newOrder()
  await provider.control({ delayMs: 1500 })
  const began = performance.now()
  assert.deepEqual(await checkout.authorise({ orderId, timeoutMs: 800 }), { state: 'PENDING', paymentId: paymentIdOf(orderId) })
  const lasted = performance.now() - began
  assert.ok(lasted < 800, `${lasted} ms`)
  assert.deepEqual([calls(), await events(orderId), await balances(orderId)], [[['authorise', true]], ['started'], {}])
  await provider.control({ delayMs: 0 })
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  assert.deepEqual([await events(orderId), await balances(orderId)], [['started', 'authorised'], { CUSTOMERS: '-12500', HELD: '12500' }])
})

test('a capture that is cut is unknown: nothing is entered until the same call is answered, and then once', async () => {
  const { checkout, newOrder, provider, events, balances } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await provider.control({ delayMs: 1500 })
  assert.deepEqual(await checkout.capture(orderId, { timeoutMs: 600 }), { fault: 'unavailable' })
  assert.deepEqual([calls().at(-1), await balances(orderId)], [['capture', true], { CUSTOMERS: '-12500', HELD: '12500' }])
  await provider.control({ delayMs: 0 })
  assert.deepEqual(await checkout.capture(orderId), { ok: true })
  assert.deepEqual(
    [await events(orderId), await balances(orderId)],
    [['started', 'authorised', 'captured'], { CUSTOMERS: '-12500', SETTLEMENT: '12500' }],
  )
})

test('of two who ask the same at once the impatient one does not cut the call of the other', async () => {
  const { checkout, newOrder, provider, events } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await provider.control({ delayMs: 1500 })
  const [short, long] = await Promise.all([checkout.capture(orderId, { timeoutMs: 500 }), checkout.capture(orderId, { timeoutMs: 5000 })])
  assert.deepEqual([short, long], [{ fault: 'deadline_exceeded' }, { ok: true }])
  assert.deepEqual(calls().slice(1), [['capture', false]])
  await until(async () => (await events(orderId)).includes('captured'))
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured'])
})
