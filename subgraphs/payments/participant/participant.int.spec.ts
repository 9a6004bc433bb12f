import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { startPaymentsStack, type PaymentsStack } from '../testing/paymentsStack.ts'

let stack: PaymentsStack

before(async () => {
  stack = await startPaymentsStack()
})
after(() => stack.stop())

const paymentIdOf = (orderId: string): string => orderId.replace('ord_', 'pay_')

test('money is held, taken, and given back in parts, and the books say so at each step', async () => {
  const { checkout, newOrder, balances, events } = stack
  const orderId = newOrder()
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', HELD: '12500' })
  assert.deepEqual(await checkout.capture(orderId), { ok: true })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', SETTLEMENT: '12500' })
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '2500'), { state: 'REFUNDED', amountMinor: '2500' })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '2500', SETTLEMENT: '10000' })
  assert.deepEqual(await checkout.refund(orderId, 'rfd_2'), { state: 'REFUNDED', amountMinor: '10000' })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '12500' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded', 'refundStarted', 'refunded'])
})

test('each call made again has the same answer and no second effect', async () => {
  const { checkout, newOrder, events, provider } = stack
  const orderId = newOrder()
  for (let time = 0; time < 3; time += 1)
    assert.deepEqual(await checkout.authorise({ orderId }), { state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })
  for (let time = 0; time < 3; time += 1) assert.deepEqual(await checkout.capture(orderId), { ok: true })
  for (let time = 0; time < 3; time += 1) assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '100'), { state: 'REFUNDED', amountMinor: '100' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded'])
  const there = await provider.ask<{ data: { status: string; refunded: string }[] }>(`/v1/payments?merchantReference=${paymentIdOf(orderId)}`)
  assert.deepEqual(
    there.value.data.map(({ status, refunded }) => [status, refunded]),
    [['captured', '100']],
  )
})

test('the same call twenty times at once has one effect', async () => {
  const { checkout, newOrder, events } = stack
  const orderId = newOrder()
  const authorised = await Promise.all(Array.from({ length: 20 }, () => checkout.authorise({ orderId })))
  assert.deepEqual(
    [...new Set(authorised.map((answer) => JSON.stringify(answer)))],
    [JSON.stringify({ state: 'AUTHORISED', paymentId: paymentIdOf(orderId) })],
  )
  const captured = await Promise.all(Array.from({ length: 20 }, () => checkout.capture(orderId)))
  assert.deepEqual([...new Set(captured.map((answer) => JSON.stringify(answer)))], ['{"ok":true}'])
  const refunded = await Promise.all(Array.from({ length: 20 }, (_, nth) => checkout.refund(orderId, `rfd_${nth}`, '1000')))
  assert.equal(refunded.filter((answer) => 'state' in answer && answer.state === 'REFUNDED').length, 12)
  assert.equal(refunded.filter((answer) => 'reason' in answer && answer.reason === 'TOO_MUCH').length, 8)
  assert.deepEqual(
    (await events(orderId)).filter((type) => !type.startsWith('refund')),
    ['started', 'authorised', 'captured'],
  )
})

const declines = [
  ['pm_card_declined', 'CARD_DECLINED'],
  ['pm_card_insufficient_funds', 'INSUFFICIENT_FUNDS'],
  ['pm_card_expired', 'EXPIRED_CARD'],
  ['pm_card_fraud', 'FRAUD_SUSPECTED'],
  ['pm_never_heard_of', 'INVALID_METHOD'],
] as const

for (const [method, reason] of declines) {
  test(`${method} is declined with ${reason}, and nothing is entered in the books`, async () => {
    const { checkout, newOrder, balances, events } = stack
    const orderId = newOrder()
    const declined = { state: 'DECLINED', paymentId: paymentIdOf(orderId), reason }
    assert.deepEqual(await checkout.authorise({ orderId, method }), declined)
    assert.deepEqual(await checkout.authorise({ orderId, method }), declined)
    assert.deepEqual(await checkout.capture(orderId), { ok: false, reason: 'NOT_AUTHORISED' })
    assert.deepEqual(await checkout.void(orderId), { ok: true })
    assert.deepEqual([await balances(orderId), await events(orderId)], [{}, ['started', 'declined']])
  })
}

test('a key stands for one message: with another it is refused, and nothing changes', async () => {
  const { checkout, newOrder, events, balances } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  for (const other of [{ amountMinor: '1' }, { currency: 'USD' }, { buyer: 'usr_other' }, { method: 'pm_card_3ds' }])
    assert.deepEqual(await checkout.authorise({ orderId, ...other }), { fault: 'already_exists' })
  await checkout.capture(orderId)
  await checkout.refund(orderId, 'rfd_1', '100')
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '200'), { fault: 'already_exists' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded'])
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-12500', REFUNDS: '100', SETTLEMENT: '12400' })
})

test('amounts that are no amounts, and currencies that are none, are refused before anything is stored', async () => {
  const { checkout, newOrder, row } = stack
  for (const asked of [
    { amountMinor: '0' },
    { amountMinor: '-5' },
    { amountMinor: '1.5' },
    { amountMinor: '9999999999999999999' },
    { currency: 'XXX' },
    { currency: 'eur' },
  ]) {
    const orderId = newOrder()
    assert.deepEqual([await checkout.authorise({ orderId, ...asked }), await row(orderId)], [{ fault: 'invalid_argument' }, {}])
  }
  const orderId = newOrder()
  assert.deepEqual(await checkout.authorise({ orderId, key: `${newOrder()}:authorise` }), { fault: 'invalid_argument' })
  assert.deepEqual(await checkout.authorise({ orderId: 'no-order' }), { fault: 'invalid_argument' })
})

test('an amount beyond 2^53 is charged to the last digit', async () => {
  const { checkout, newOrder, balances } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId, amountMinor: '9007199254740993' })
  assert.deepEqual(await balances(orderId), { CUSTOMERS: '-9007199254740993', HELD: '9007199254740993' })
})

test('never is more given back than was taken, and nothing before it was taken', async () => {
  const { checkout, newOrder, events } = stack
  const orderId = newOrder()
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '1'), { state: 'REFUSED', reason: 'NOT_CAPTURED' })
  await checkout.authorise({ orderId })
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '1'), { state: 'REFUSED', reason: 'NOT_CAPTURED' })
  await checkout.capture(orderId)
  assert.deepEqual(await checkout.refund(orderId, 'rfd_1', '12501'), { state: 'REFUSED', reason: 'TOO_MUCH' })
  await checkout.refund(orderId, 'rfd_2', '12500')
  assert.deepEqual(await checkout.refund(orderId, 'rfd_3'), { state: 'REFUSED', reason: 'TOO_MUCH' })
  assert.deepEqual(await events(orderId), ['started', 'authorised', 'captured', 'refundStarted', 'refunded'])
})

test('a void lets go of what is held, and comes too late for what was taken', async () => {
  const { checkout, newOrder, balances, events } = stack
  const [held, taken] = [newOrder(), newOrder()]
  await checkout.authorise({ orderId: held })
  assert.deepEqual([await checkout.void(held), await checkout.void(held)], [{ ok: true }, { ok: true }])
  assert.deepEqual([await balances(held), await events(held)], [{}, ['started', 'authorised', 'voided']])
  assert.deepEqual(await checkout.capture(held), { ok: false, reason: 'NOT_AUTHORISED' })
  assert.deepEqual(await checkout.authorise({ orderId: held }), { state: 'DECLINED', paymentId: paymentIdOf(held), reason: 'VOIDED' })
  await checkout.authorise({ orderId: taken })
  await checkout.capture(taken)
  assert.deepEqual(await checkout.void(taken), { ok: false, reason: 'CAPTURED' })
})

test('a void before the authorisation leaves a tombstone: the authorisation that comes after it does nothing', async () => {
  const { checkout, newOrder, row, provider } = stack
  const orderId = newOrder()
  assert.deepEqual([await checkout.void(orderId), await checkout.void(orderId)], [{ ok: true }, { ok: true }])
  assert.deepEqual(await checkout.authorise({ orderId }), { state: 'DECLINED', reason: 'VOIDED' })
  const there = await provider.ask<{ data: unknown[] }>(`/v1/payments?merchantReference=${paymentIdOf(orderId)}`)
  assert.deepEqual([await row(orderId), there.value.data], [{}, []])
})

test('void and authorise at once end in a void, whoever comes first', async () => {
  const { checkout, newOrder, balances, provider } = stack
  for (let time = 0; time < 20; time += 1) {
    const orderId = newOrder()
    const [, voided] = await Promise.all([checkout.authorise({ orderId }), checkout.void(orderId)])
    assert.deepEqual(voided, { ok: true })
    const there = await provider.ask<{ data: { status: string }[] }>(`/v1/payments?merchantReference=${paymentIdOf(orderId)}`)
    assert.deepEqual([await balances(orderId), there.value.data.filter(({ status }) => status !== 'cancelled')], [{}, []])
  }
})
