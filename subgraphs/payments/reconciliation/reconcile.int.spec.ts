import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'

import { admin, customer, finance } from '@agora/testkit/viewers.ts'

import { startPaymentsStack, type PaymentsStack } from '../testing/paymentsStack.ts'

let stack: PaymentsStack
beforeEach(async () => {
  stack = await startPaymentsStack()
})
afterEach(() => stack.stop())

const RUN = `mutation ($input: ReconcilePaymentsInput!) { reconcilePayments(input: $input) {
  reconciliation { provider compared differences { code paymentId ours theirs } } userErrors { code } } }`
const LATEST =
  '{ paymentReconciliation { provider compared differences { code paymentId ours theirs } } ledgerFaults { code paymentId found expected } }'

interface Found {
  readonly reconciliation: { readonly compared: number; readonly differences: readonly Record<string, unknown>[] } | null
  readonly userErrors: readonly { readonly code: string }[]
}

async function run(input: object = {}): Promise<Found> {
  const answer = await stack.as(admin())<{ reconcilePayments: Found }>(RUN, { input })
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors))
  assert.ok(answer.data)
  return answer.data.reconcilePayments
}

const paymentIdOf = (orderId: string): string => orderId.replace('ord_', 'pay_')

async function idThere(orderId: string): Promise<string> {
  const found = await stack.provider.ask<{ data: { id: string }[] }>(`/v1/payments?merchantReference=${paymentIdOf(orderId)}`)
  return found.value.data[0]?.id ?? ''
}

test('books that agree with the provider have no difference, over more payments than fit a page', async () => {
  const { checkout, newOrder, as } = stack
  const orders = Array.from({ length: 130 }, newOrder)
  await Promise.all(orders.map((orderId) => checkout.authorise({ orderId })))
  await Promise.all(orders.slice(0, 60).map((orderId) => checkout.capture(orderId)))
  await Promise.all(orders.slice(0, 20).map((orderId) => checkout.refund(orderId, 'rfd_1', '300')))
  await Promise.all(orders.slice(100).map((orderId) => checkout.void(orderId)))
  await checkout.authorise({ orderId: newOrder(), method: 'pm_card_declined' })
  await checkout.authorise({ orderId: newOrder(), method: 'pm_never_heard_of' })
  assert.deepEqual(await run(), { reconciliation: { provider: 'local', compared: 131, differences: [] }, userErrors: [] })
  const seen = await as(finance())(LATEST)
  assert.deepEqual(seen.data, { paymentReconciliation: { provider: 'local', compared: 131, differences: [] }, ledgerFaults: [] })
})

test('what was done behind our back is told, and noted when that is asked for', async () => {
  const { checkout, newOrder, provider, events, balances } = stack
  const [captured, refunded] = [newOrder(), newOrder()]
  for (const orderId of [captured, refunded]) await checkout.authorise({ orderId })
  await checkout.capture(refunded)
  await provider.ask(`/v1/payments/${await idThere(captured)}/capture`, { body: {}, key: 'a' })
  await provider.ask(`/v1/payments/${await idThere(refunded)}/refunds`, { body: { merchantReference: 'by-hand', amount: '700' }, key: 'b' })
  const foreign = { merchantReference: 'another-shop', amount: '5', currency: 'EUR', method: 'pm_card_visa', returnUrl: null }
  await provider.ask('/v1/payments', { body: foreign, key: 'c' })
  const told = [
    { code: 'NOT_NOTED', paymentId: paymentIdOf(captured), ours: 'AUTHORISED', theirs: 'CAPTURED' },
    { code: 'SETTLED', paymentId: paymentIdOf(refunded), ours: '12500', theirs: '11800' },
    { code: 'FOREIGN_REFUND', paymentId: paymentIdOf(refunded), ours: '', theirs: '700 EUR' },
    { code: 'UNKNOWN_HERE', paymentId: null, ours: '', theirs: '5 EUR' },
  ]
  assert.deepEqual((await run()).reconciliation?.differences, told)
  assert.deepEqual(await events(captured), ['started', 'authorised'])
  assert.deepEqual((await run({ mend: true })).reconciliation?.differences, told.slice(1))
  assert.deepEqual(
    [await events(captured), await balances(captured)],
    [['started', 'authorised', 'captured'], { CUSTOMERS: '-12500', SETTLEMENT: '12500' }],
  )
})

test('money that we believe to be there and the provider does not know is told', async () => {
  const { checkout, newOrder, rows } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  const ghost = newOrder()
  await rows.query(
    "INSERT INTO payments SELECT $1, version, status, $2, buyer, amount_minor, currency, provider, 'pp_ghost' FROM payments WHERE order_id = $3",
    [paymentIdOf(ghost), ghost, orderId],
  )
  assert.deepEqual((await run()).reconciliation?.differences, [
    { code: 'UNKNOWN_THERE', paymentId: paymentIdOf(ghost), ours: 'AUTHORISED', theirs: '' },
  ])
})

test('books that do not say what follows from the payments are at fault', async () => {
  const { checkout, newOrder, rows, as } = stack
  const orderId = newOrder()
  await checkout.authorise({ orderId })
  await rows.query("UPDATE payments SET status = 'CAPTURED', captured_minor = 12500, version = 9")
  const seen = await as(finance())<{ ledgerFaults: object[] }>('{ ledgerFaults { code paymentId found expected } }')
  const paymentId = paymentIdOf(orderId)
  assert.deepEqual(seen.data?.ledgerFaults, [
    { code: 'HELD', paymentId, found: '12500', expected: '0' },
    { code: 'SETTLEMENT', paymentId, found: '0', expected: '12500' },
    { code: 'VERSION', paymentId, found: '9', expected: '2' },
  ])
})

test('a provider that is away makes no difference, it makes an error; and only operators may ask', async () => {
  const { provider, as, rows } = stack
  await provider.kill()
  assert.deepEqual(await run(), { reconciliation: null, userErrors: [{ code: 'PROVIDER_UNAVAILABLE' }] })
  for (const viewer of [customer(), finance()]) {
    const denied = await as(viewer)(RUN, { input: {} })
    assert.equal(denied.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
  }
  assert.equal((await rows.query('SELECT FROM reconciliation_runs')).rowCount, 0)
})
