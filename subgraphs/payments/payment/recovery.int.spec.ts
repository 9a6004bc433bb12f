import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'

import { signWebhook } from '../localProvider/webhooks.ts'
import { ProviderRefusal, type PaymentProvider } from '../provider/provider.ts'
import { startPaymentsStack, until, type PaymentsStack, type StackOptions } from '../testing/paymentsStack.ts'
import { WEBHOOK_SECRET } from '../testing/providerProcess.ts'
import { evolve, noPayment } from './payment.ts'
import { readPayments, type StoredPayment } from './paymentRows.ts'

let stack: PaymentsStack
afterEach(() => stack.stop())

const sign = (body: string): string => signWebhook(WEBHOOK_SECRET, body, new Date())
const paymentIdOf = (orderId: string): string => orderId.replace('ord_', 'pay_')
const start = async (options: StackOptions = {}): Promise<PaymentsStack> => (stack = await startPaymentsStack(options))

interface There {
  readonly data: readonly { readonly id: string; readonly status: string; readonly refunded: string; readonly redirectUrl: string | null }[]
}

/** A payment as its events alone tell it, and as its row keeps it. */
async function twice(orderId: string): Promise<[folded: StoredPayment['state'], kept: StoredPayment['state'] | undefined]> {
  const events = await stack.stream(orderId)
  const [kept] = await readPayments(stack.rows, [paymentIdOf(orderId)])
  assert.equal(kept?.version, events.length)
  return [events.reduce<StoredPayment['state']>(evolve, noPayment), kept?.state]
}

/** How the provider says that the payment stands. */
const there = async (orderId: string) => (await stack.provider.ask<There>(`/v1/payments?merchantReference=${paymentIdOf(orderId)}`)).value.data

/** Dies, as far as the provider's answers go, after the call was done and before anything came of it. */
function dying(deaths: Set<keyof PaymentProvider>) {
  return (provider: PaymentProvider): PaymentProvider => {
    const wrap =
      <Order, Answer>(name: 'authorise' | 'capture' | 'cancel' | 'refund', call: (order: Order) => Promise<Answer>) =>
      async (order: Order) => {
        const answer = await call(order)
        if (deaths.delete(name)) throw new Error(`died after ${name}`)
        return answer
      }
    return {
      ...provider,
      authorise: wrap('authorise', provider.authorise),
      capture: wrap('capture', provider.capture),
      cancel: wrap('cancel', provider.cancel),
      refund: wrap('refund', provider.refund),
    }
  }
}

test('who dies between the provider’s answer and our note of it finds the same answer by the same key', async () => {
  const deaths = new Set<keyof PaymentProvider>(['authorise', 'capture', 'refund'])
  const { checkout, newOrder, events, balances } = await start({ through: dying(deaths) })
  const orderId = newOrder()
  assert.deepEqual(await checkout.authorise({ orderId }), { fault: 'unavailable' })
  assert.deepEqual(await events(orderId), ['started'])
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  assert.deepEqual(await checkout.capture(orderId), { fault: 'unavailable' })
  assert.deepEqual(await checkout.capture(orderId), { ok: true })
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '500'), { fault: 'unavailable' })
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '500'), { state: 'REFUNDED', amountMinor: '500' })
  assert.deepEqual(
    (await there(orderId)).map(({ status, refunded }) => [status, refunded]),
    [['captured', '500']],
  )
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '500', SETTLEMENT: '12000' })
})

test('a payment and a refund that nobody asks for again are asked about all the same', async () => {
  const deaths = new Set<keyof PaymentProvider>(['authorise', 'refund'])
  const { checkout, newOrder, events, rows } = await start({ through: dying(deaths), askAgainSeconds: 0.5 })
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await until(async () => (await events(orderId)).includes('authorised'))
  await checkout.capture(orderId)
  await checkout.refund(orderId, 'rfd_1', '500')
  await until(async () => (await events(orderId)).includes('refunded'))
  const unsettled = await rows.query('SELECT id FROM payments WHERE unsettled')
  const token = await rows.query<{ method_token: string | null }>('SELECT method_token FROM payments')
  assert.deepEqual([unsettled.rowCount, token.rows], [0, [{ method_token: null }]])
})

test('a capture that the provider refused stays refused under its key, and is made under another', async () => {
  const refused = new Set<string>()
  // Real providers keep what they answered under a key, also a refusal.
  const keeping = (provider: PaymentProvider): PaymentProvider => ({
    ...provider,
    async capture(order) {
      if (refused.size === 0) refused.add(order.key)
      if (refused.has(order.key)) throw new ProviderRefusal('processing_error', 'Not now')
      return provider.capture(order)
    },
  })
  const { checkout, newOrder, events, balances } = await start({ through: keeping })
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  const no = { ok: false, reason: 'PROVIDER_REFUSED' }
  assert.deepEqual([await checkout.capture(orderId), await checkout.capture(orderId)], [no, no])
  assert.deepEqual(await checkout.capture(orderId, { attempt: 'capture:2' }), { ok: true })
  assert.deepEqual(await checkout.capture(orderId, { attempt: 'cancel' }), { fault: 'invalid_argument' })
  assert.deepEqual([await events(orderId), [...refused]], [['started', 'authorised', 'captured'], [`${paymentIdOf(orderId)}:capture`]])
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', SETTLEMENT: '12500' })
})

test('a refund that the provider refused stays refused under its name, and is given under another', async () => {
  const { checkout, newOrder, provider, balances } = await start()
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await checkout.capture(orderId)
  await provider.control({ failRefunds: true })
  const refused = { state: 'REFUSED', reason: 'PROVIDER_REFUSED' }
  assert.deepEqual(await checkout.refund(orderId, orderId), refused)
  await provider.control({ failRefunds: false })
  assert.deepEqual(await checkout.refund(orderId, orderId), refused)
  assert.deepEqual(await checkout.refund(orderId, `${orderId}.2`), { state: 'REFUNDED', amountMinor: '12500' })
  assert.deepEqual(await checkout.refund(orderId, `${orderId}.3`), { state: 'REFUSED', reason: 'TOO_MUCH' })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '12500' })
})

test('a provider that is down makes a call unknown, and the same call does once it is back', async () => {
  const { checkout, newOrder, provider, events } = await start()
  const orderId = newOrder()
  await provider.kill()
  assert.deepEqual(await checkout.authorise({ orderId }), { fault: 'unavailable' })
  await provider.restart()
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  await provider.kill()
  assert.deepEqual(await checkout.capture(orderId), { fault: 'unavailable' })
  await provider.restart()
  assert.deepEqual(await checkout.capture(orderId), { ok: true })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured'])
})

test('a slow provider leaves a payment pending, which goes on by itself', async () => {
  const { checkout, newOrder, provider, events } = await start({ timeoutMs: 150, askAgainSeconds: 0.5 })
  const orderId = newOrder()
  await provider.control({ delayMs: 600 })
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'PENDING', paymentId: paymentIdOf(orderId) })
  await provider.control({ delayMs: 0 })
  await until(async () => (await events(orderId)).includes('authorised'))
  assert.equal((await there(orderId)).length, 1)
})

test('answers lost and errors thrown at random lose no payment and double none, and each is what its events say', async () => {
  const { checkout, newOrder, provider, balances } = await start()
  await provider.control({ errorPercent: 25, lostAnswerPercent: 25 })
  const done = async (ask: () => Promise<object>): Promise<object> => {
    for (;;) {
      const answer = await ask()
      if (!('fault' in answer)) return answer
      assert.equal(answer.fault, 'unavailable')
    }
  }
  const orders = Array.from({ length: 30 }, newOrder)
  await Promise.all(
    orders.map(async (orderId) => {
      await done(() => checkout.authorise({ orderId }))
      await done(() => checkout.capture(orderId))
      await done(() => checkout.refund(orderId, 'rfd_1', '500'))
    }),
  )
  await provider.control({ errorPercent: 0, lostAnswerPercent: 0 })
  for (const orderId of orders) {
    assert.deepEqual(
      (await there(orderId)).map(({ status, refunded }) => [status, refunded]),
      [['captured', '500']],
    )
    assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '500', SETTLEMENT: '12000' })
    const [folded, kept] = await twice(orderId)
    assert.deepEqual(kept, folded)
  }
})

test('whatever becomes of a payment, its row is its events folded', async () => {
  const { checkout, newOrder } = await start()
  const [held, declined, waiting, voided, returned] = [newOrder(), newOrder(), newOrder(), newOrder(), newOrder()]
  await checkout.authorise({ orderId: held })
  await checkout.authorise({ orderId: declined, method: 'pm_card_insufficient_funds' })
  await checkout.authorise({ orderId: waiting, method: 'pm_card_3ds' })
  await checkout.authorise({ orderId: voided })
  await checkout.void(voided)
  await checkout.authorise({ orderId: returned })
  await checkout.capture(returned)
  await checkout.refund(returned, 'rfd_1', '1')
  await checkout.refund(returned, 'rfd_2')
  const statuses = ['AUTHORISED', 'DECLINED', 'ACTION_REQUIRED', 'VOIDED', 'CAPTURED']
  for (const [nth, orderId] of [held, declined, waiting, voided, returned].entries()) {
    const [folded, kept] = await twice(orderId)
    assert.equal(kept?.status, statuses[nth])
    assert.deepEqual(kept, folded)
  }
})

test('money that comes after the order has given up is let go of, with events of its own', async () => {
  const deaths = new Set<keyof PaymentProvider>(['authorise'])
  const hidden = { until: 0 }
  const { checkout, newOrder, events, balances } = await start({
    askAgainSeconds: 100_000,
    through: (provider) => ({ ...dying(deaths)(provider), find: async (id) => (hidden.until > Date.now() ? null : provider.find(id)) }),
  })
  const orderId = newOrder()
  // The authorisation is on its way to the provider, who has not heard of it when the order is given up.
  hidden.until = Date.now() + 60_000
  assert.deepEqual(await checkout.authorise({ orderId }), { fault: 'unavailable' })
  assert.deepEqual(await checkout.void(orderId), { ok: true })
  assert.deepEqual(await events(orderId), ['started', 'voided'])
  const [payment] = await there(orderId)
  assert.equal(payment?.status, 'authorised')
  const body = JSON.stringify({ id: 'evt_late', type: 'payment.authorised', data: { payment } })
  assert.equal(await stack.deliver(body, sign(body)), 'TAKEN')
  assert.deepEqual(await events(orderId), ['started', 'voided', 'arrivedLate', 'lateReturned'])
  assert.deepEqual([(await there(orderId)).map(({ status }) => status), await balances(orderId)], [['cancelled'], {}])
})

/** The call to have money held is on its way, and whoever made it is dead, until the provider gets it. */
function onItsWay() {
  const { promise, resolve: arrive } = Promise.withResolvers<void>()
  const arrived: Promise<unknown>[] = []
  const through = (provider: PaymentProvider): PaymentProvider => ({
    ...provider,
    async authorise(order) {
      arrived.push(promise.then(() => provider.authorise(order)))
      throw new Error('died while the call was on its way')
    },
  })
  return { through, arrive: () => (arrive(), Promise.all(arrived)) }
}

test('a call that reaches the provider after its payment was voided, and whose maker is dead, holds no money for long', async () => {
  const { through, arrive } = onItsWay()
  const { checkout, newOrder, events, balances, rows } = await start({ through, askAgainSeconds: 0.3 })
  const orderId = newOrder()
  assert.deepEqual(await checkout.authorise({ orderId }), { fault: 'unavailable' })
  assert.deepEqual(await checkout.void(orderId), { ok: true })
  assert.deepEqual([await events(orderId), await there(orderId)], [['started', 'voided'], []])
  await arrive()
  await until(async () => (await events(orderId)).includes('lateReturned'))
  assert.deepEqual(await events(orderId), ['started', 'voided', 'arrivedLate', 'lateReturned'])
  assert.deepEqual([(await there(orderId)).map(({ status }) => status), await balances(orderId)], [['cancelled'], {}])
  assert.equal((await rows.query('SELECT FROM payments WHERE unsettled')).rowCount, 0)
})

test('a payment that was voided unheard of is looked for during an hour, once more when it is over, and then no longer', async () => {
  const { through } = onItsWay()
  const sought: string[] = []
  const watching = (provider: PaymentProvider): PaymentProvider => ({
    ...through(provider),
    find: (id) => (sought.push(id), provider.find(id)),
  })
  const { checkout, newOrder, row, rows, events } = await start({ through: watching, askAgainSeconds: 0.3 })
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await checkout.void(orderId)
  sought.splice(0)
  await until(() => sought.length >= 2)
  assert.equal((await row(orderId))['unsettled'], true)
  await rows.query("UPDATE payments SET updated_at = now() - interval '61 minutes'")
  await until(async () => (await row(orderId))['unsettled'] === false)
  await until(() => sought.length >= 3)
  const before = sought.length
  await new Promise((resolve) => setTimeout(resolve, 2500))
  assert.deepEqual([sought.length, new Set(sought), await events(orderId)], [before, new Set([paymentIdOf(orderId)]), ['started', 'voided']])
})

test('a voided order’s payment cannot be confirmed any more', async () => {
  const { checkout, newOrder, events } = await start()
  const orderId = newOrder()
  const asked = await checkout.authorise({ orderId, method: 'pm_card_3ds' })
  assert.equal('state' in asked && asked.state, 'ACTION_REQUIRED')
  assert.deepEqual(await checkout.void(orderId), { ok: true })
  const [payment] = await there(orderId)
  assert.equal(payment?.status, 'cancelled')
  assert.deepEqual(await events(orderId), ['started', 'actionRequired', 'voided'])
})

test('money that was taken although the order had given up is given back', async () => {
  const { checkout, newOrder, provider, events, balances } = await start()
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  const [held] = await there(orderId)
  // Somebody takes the money behind our back while the row says that it was let go of.
  await stack.rows.query("UPDATE payments SET status = 'VOIDED', unsettled = false WHERE order_id = $1", [orderId])
  await provider.ask(`/v1/payments/${held?.id}/capture`, { body: {}, key: 'by-hand' })
  const body = JSON.stringify({ id: 'evt_taken', type: 'payment.captured', data: { payment: { id: held?.id } } })
  assert.equal(await stack.deliver(body, sign(body)), 'TAKEN')
  assert.deepEqual((await events(orderId)).slice(2), ['arrivedLate', 'lateReturned'])
  const after = await there(orderId)
  assert.deepEqual(
    after.map(({ status, refunded }) => [status, refunded]),
    [['captured', '12500']],
  )
  assert.equal((await balances(orderId))['LATE'], undefined)
})
