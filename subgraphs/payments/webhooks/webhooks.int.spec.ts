import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { signWebhook } from '../localProvider/webhooks.ts'
import { startPaymentsStack, until, type PaymentsStack } from '../testing/paymentsStack.ts'
import { WEBHOOK_SECRET } from '../testing/providerProcess.ts'

let stack: PaymentsStack

before(async () => {
  stack = await startPaymentsStack({ webhooks: true })
})
after(() => stack.stop())

const sign = (body: string, at = new Date(), secret = WEBHOOK_SECRET): string => signWebhook(secret, body, at)
const outcomesOf = async (eventId: string): Promise<string[]> =>
  (await stack.rows.query<{ outcome: string }>('SELECT outcome FROM provider_events WHERE event_id = $1', [eventId])).rows.map(
    ({ outcome }) => outcome,
  )

/** Answers the buyer's page. */
async function answerPage(url: string, answer: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })
}

test('a buyer who approves has the money held, by the provider’s word alone, and comes back to the shop', async () => {
  const { checkout, newOrder, events } = stack
  const orderId = newOrder()
  const asked = await checkout.authorise({ orderId, method: 'pm_card_3ds', returnUrl: 'https://shop.example/thanks?a=1' })
  assert.ok('state' in asked && asked.state === 'ACTION_REQUIRED' && asked.redirectUrl !== undefined)
  const back = await answerPage(asked.redirectUrl, 'approve')
  assert.deepEqual([back.status, back.headers.get('location')], [303, 'https://shop.example/thanks?a=1'])
  await until(async () => (await events(orderId)).includes('authorised'))
  assert.deepEqual(await checkout.authorise({ orderId, method: 'pm_card_3ds', returnUrl: 'https://shop.example/thanks?a=1' }), {
    state: 'AUTHORISED',
    paymentId: orderId.replace('ord_', 'pay_'),
  })
})

test('a buyer who declines has it declined, with the card’s fingerprint in the event', async () => {
  const { checkout, newOrder, events, stream } = stack
  const orderId = newOrder()
  const asked = await checkout.authorise({ orderId, method: 'pm_card_3ds' })
  assert.ok('state' in asked && asked.redirectUrl !== undefined)
  await answerPage(asked.redirectUrl, 'decline')
  await until(async () => (await events(orderId)).includes('declined'))
  const declined = (await stream(orderId)).find(({ type }) => type === 'payment.declined')
  assert.ok(declined?.type === 'payment.declined')
  assert.equal(declined.metadata.correlationId, 'req-of-the-test', 'it belongs to the request that began the payment')
  assert.deepEqual(await outcomesOf(declined.metadata.causationId ?? ''), ['TAKEN'], 'the webhook is its cause')
  assert.equal(declined.data.code, 'AUTHENTICATION_FAILED')
  assert.match(String(declined.data.methodFingerprint), /^fp_[\w-]{22}$/)
  assert.equal(declined.metadata.actor, 'provider:local')
})

test('a bank that takes its time answers later', async () => {
  const { checkout, newOrder, events, provider } = stack
  await provider.control({ laterMs: 100 })
  const [approved, declined] = [newOrder(), newOrder()]
  const asked = await checkout.authorise({ orderId: approved, method: 'pm_card_async' })
  assert.equal('state' in asked && asked.state, 'PENDING')
  await checkout.authorise({ orderId: declined, method: 'pm_card_async_declined' })
  await until(async () => (await events(approved)).includes('authorised') && (await events(declined)).includes('declined'))
})

test('webhooks that come many times, late and in any order lead to each event once', async () => {
  const { checkout, newOrder, events, balances, provider, webhooks } = stack
  await provider.control({ webhookCopies: 3, webhookShuffleMs: 400, laterMs: 100, laterRefunds: true })
  webhooks.outcomes.splice(0)
  const orders = Array.from({ length: 8 }, newOrder)
  await Promise.all(
    orders.map(async (orderId) => {
      await checkout.authorise({ orderId })
      await checkout.capture(orderId)
      assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '100'), { state: 'PENDING' })
    }),
  )
  // Four copies each of: authorised, captured, refund pending, refund succeeded.
  await until(() => webhooks.outcomes.length === orders.length * 16)
  await provider.control({ webhookCopies: 0, webhookShuffleMs: 0, laterRefunds: false })
  assert.deepEqual([...new Set(webhooks.outcomes)], ['TAKEN'])
  for (const orderId of orders) {
    assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded'])
    assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '100', SETTLEMENT: '12400' })
  }
})

test('a webhook is not believed without a signature, with a wrong one, of another secret, over other bytes, or when it is too old', async () => {
  const { checkout, newOrder, deliver, rows } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId, method: 'pm_card_3ds' })
  const before = (await rows.query('SELECT count(*) FROM provider_events')).rows
  const body = JSON.stringify({ id: 'evt_forged', type: 'payment.authorised', data: { payment: { id: 'pp_x' } } })
  const minutes = (count: number): Date => new Date(Date.now() + count * 60_000)
  assert.deepEqual(
    await Promise.all([
      deliver(body),
      deliver(body, ''),
      deliver(body, 'v1=00'),
      deliver(body, `t=1,v1=${'0'.repeat(64)}`),
      deliver(body, sign(body, new Date(), 'whsec_of_somebody_else')),
      deliver(`${body} `, sign(body)),
      deliver(body, sign(body, minutes(-6))),
      deliver(body, sign(body, minutes(6))),
      deliver(body, sign(body), 'stripe'),
    ]),
    [
      'NO_SIGNATURE',
      'WRONG_SIGNATURE',
      'WRONG_SIGNATURE',
      'WRONG_SIGNATURE',
      'WRONG_SIGNATURE',
      'WRONG_SIGNATURE',
      'TOO_OLD',
      'TOO_OLD',
      'NO_PROVIDER',
    ],
  )
  assert.deepEqual((await rows.query('SELECT count(*) FROM provider_events')).rows, before)
})

test('what is signed and no webhook is malformed', async () => {
  const { deliver } = stack
  for (const body of [
    '',
    '{',
    '[]',
    '{"id":"evt_1"}',
    '{"id":1,"data":{"payment":{"id":"pp_1"}}}',
    JSON.stringify({ id: 'x'.repeat(129), data: { payment: { id: 'p' } } }),
  ])
    assert.deepEqual([body.slice(0, 20), await deliver(body, sign(body))], [body.slice(0, 20), 'MALFORMED'])
})

test('a genuine webhook that is sent again has no second effect', async () => {
  const { checkout, newOrder, deliver, events, webhooks } = stack
  const orderId = newOrder()
  webhooks.bodies.splice(0)
  await checkout.authorise({ orderId })
  await until(() => webhooks.bodies.some(({ body }) => body.includes(orderId.replace('ord_', 'pay_'))))
  const [first] = webhooks.bodies.splice(0)
  assert.ok(first)
  const { id } = JSON.parse(first.body.toString()) as { readonly id: string }
  await until(async () => (await outcomesOf(id)).length === 1)
  for (let time = 0; time < 3; time += 1) assert.equal(await deliver(first.body, first.signature), 'TAKEN')
  assert.deepEqual([await outcomesOf(id), await events(orderId)], [['TAKEN'], ['started', 'authorised']])
})

test('a webhook about a payment that is nobody’s, or not ours, is taken and changes nothing', async () => {
  const { deliver, provider, newOrder, row } = stack
  const unknown = JSON.stringify({ id: 'evt_unknown', data: { payment: { id: 'pp_of_nobody' } } })
  assert.equal(await deliver(unknown, sign(unknown)), 'TAKEN')
  assert.deepEqual(await outcomesOf('evt_unknown'), ['UNKNOWN'])
  const orderId = newOrder()
  const body = { merchantReference: orderId.replace('ord_', 'pay_'), amount: '1', currency: 'EUR', method: 'pm_card_visa', returnUrl: null }
  const foreign = await provider.ask<{ id: string }>('/v1/payments', { body, key: 'foreign' })
  const told = JSON.stringify({ id: 'evt_foreign', data: { payment: { id: foreign.value.id } } })
  assert.equal(await deliver(told, sign(told)), 'TAKEN')
  assert.deepEqual([await outcomesOf('evt_foreign'), await row(orderId)], [['UNKNOWN'], {}])
})

test('a payment that the provider says is of other money is left alone, and the log says so', async () => {
  const { checkout, newOrder, deliver, events, provider, rows } = stack
  const orderId = newOrder()
  await provider.kill()
  await checkout.authorise({ orderId })
  await provider.restart()
  const body = { merchantReference: orderId.replace('ord_', 'pay_'), amount: '1', currency: 'EUR', method: 'pm_card_visa', returnUrl: null }
  const other = await provider.ask<{ id: string }>('/v1/payments', { body, key: 'other-money' })
  const told = JSON.stringify({ id: 'evt_other_money', data: { payment: { id: other.value.id } } })
  assert.equal(await deliver(told, sign(told)), 'TAKEN')
  assert.deepEqual([await outcomesOf('evt_other_money'), await events(orderId)], [['MISFIT'], ['started']])
  assert.equal((await rows.query('SELECT FROM ledger_entries WHERE payment_id = $1', [orderId.replace('ord_', 'pay_')])).rowCount, 0)
})
