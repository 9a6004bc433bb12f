import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { startPaymentsStack, type PaymentsStack } from '../testing/paymentsStack.ts'

let stack: PaymentsStack
let other: PaymentsStack['checkout']

before(async () => {
  stack = await startPaymentsStack()
  other = await stack.another()
})
after(() => stack.stop())

const paymentIdOf = (orderId: string): string => orderId.replace('ord_', 'pay_')

/** How the provider says that the order's payments stand. */
async function there(orderId: string): Promise<{ readonly id: string; readonly status: string }[]> {
  const path = `/v1/payments?merchantReference=${paymentIdOf(orderId)}`
  const found = await stack.provider.ask<{ data: { id: string; status: string }[] }>(path)
  return found.value.data.map(({ id, status }) => ({ id, status }))
}
const statusesOf = async (orderId: string): Promise<string[]> => (await there(orderId)).map(({ status }) => status)

/** An order whose money this process has just seen held. */
async function authorised(): Promise<string> {
  const orderId = stack.newOrder()
  assert.deepEqual(await stack.checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  return orderId
}

/** What the steps ask of the database, wake-ups left out: `read` or `write`. */
const asked = (): string[] =>
  stack.statements().flatMap((text) => (text.includes('pg_notify') ? [] : [text.trimStart().startsWith('SELECT') ? 'read' : 'write']))

test('a first authorisation and its capture write three times and read nothing', async () => {
  asked()
  const orderId = await authorised()
  assert.deepEqual(asked(), ['write', 'write'])
  assert.deepEqual(await stack.checkout.capture(orderId), { ok: true })
  assert.deepEqual(asked(), ['write'])
})

test('what another process has seen authorised is read', async () => {
  const orderId = await authorised()
  asked()
  assert.deepEqual(await other.capture(orderId), { ok: true })
  assert.deepEqual(asked(), ['read', 'write'])
})

test('money that another process has let go of is not taken by the one that still takes it for held', async () => {
  const { checkout, events, balances } = stack
  const orderId = await authorised()
  assert.deepEqual(await other.void(orderId), { ok: true })
  for (let time = 0; time < 2; time += 1) assert.deepEqual(await checkout.capture(orderId), { ok: false, reason: 'NOT_AUTHORISED' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'voided'])
  assert.deepEqual([await statusesOf(orderId), await balances(orderId)], [['cancelled'], {}])
})

test('money that the provider has let go of behind our back is not taken, and that is noted', async () => {
  const { checkout, events, balances, provider } = stack
  const orderId = await authorised()
  const [held] = await there(orderId)
  await provider.ask(`/v1/payments/${held?.id}/cancel`, { body: {}, key: `desk-${orderId}` })
  assert.deepEqual(await checkout.capture(orderId), { ok: false, reason: 'NOT_AUTHORISED' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'voided'])
  assert.deepEqual([await statusesOf(orderId), await balances(orderId)], [['cancelled'], {}])
})

test('money that another process has taken and given back is not taken twice', async () => {
  const { checkout, events, balances } = stack
  const orderId = await authorised()
  assert.deepEqual(await other.capture(orderId), { ok: true })
  assert.deepEqual(await other.refund(orderId, 'rfd_1'), { state: 'REFUNDED', amountMinor: '12500' })
  assert.deepEqual(await checkout.capture(orderId), { ok: true })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded'])
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '12500' })
})

test('a capture here and a void there at once end in one of the two, at the provider as in the books', async () => {
  const { checkout, balances } = stack
  const [taken, free] = [{ CUSTOMERS: '-12500', SETTLEMENT: '12500' }, {}]
  for (let time = 0; time < 20; time += 1) {
    const orderId = await authorised()
    const [capturing, voiding] = await Promise.all([checkout.capture(orderId), other.void(orderId)])
    const [status] = await statusesOf(orderId)
    const captured = status === 'captured'
    assert.deepEqual(
      [capturing, voiding, await balances(orderId)],
      captured ? [{ ok: true }, { ok: false, reason: 'CAPTURED' }, taken] : [{ ok: false, reason: 'NOT_AUTHORISED' }, { ok: true }, free],
    )
  }
})

test('the first authorisation of an order by two processes at once is one, with one answer', async () => {
  const { checkout, newOrder, events } = stack
  for (let time = 0; time < 10; time += 1) {
    const orderId = newOrder()
    const answer = { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) }
    assert.deepEqual(await Promise.all([checkout, other, checkout].map((each) => each.authorise({ orderId }))), [answer, answer, answer])
    assert.deepEqual([await events(orderId), await statusesOf(orderId)], [['started', 'authorised'], ['authorised']])
  }
})

test('a first authorisation that is not the first meets what another process has left: a tombstone, or its key with another message', async () => {
  const { checkout, newOrder, row, events } = stack
  const [buried, known] = [newOrder(), newOrder()]
  assert.deepEqual(await other.void(buried), { ok: true })
  assert.deepEqual(await checkout.authorise({ orderId: buried }), { state: 'DECLINED', reason: 'VOIDED' })
  assert.deepEqual([await row(buried), await statusesOf(buried)], [{}, []])
  await other.authorise({ orderId: known })
  assert.deepEqual(await checkout.authorise({ orderId: known, amountMinor: '1' }), { fault: 'already_exists' })
  assert.deepEqual(await events(known), ['started', 'authorised'])
})
