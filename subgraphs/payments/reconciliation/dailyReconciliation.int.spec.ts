import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { startPaymentsStack, type PaymentsStack } from '../testing/paymentsStack.ts'

let stack: PaymentsStack
before(async () => {
  stack = await startPaymentsStack({ reconcileEveryMs: 50 })
})
after(() => stack.stop())

const DAY_MS = 24 * 3_600_000

async function runs(): Promise<readonly { readonly actor: string; readonly compared: number }[]> {
  return (await stack.rows.query('SELECT actor, compared FROM reconciliation_runs ORDER BY started_at')).rows
}

async function untilRuns(count: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while ((await runs()).length < count && Date.now() < deadline) await wait(20)
}

test('books and provider are compared once a day without being asked', async () => {
  await untilRuns(1)
  await wait(300)
  assert.deepEqual(await runs(), [{ actor: 'payments', compared: 0 }])
  await stack.checkout.authorise({ orderId: stack.newOrder() })
  stack.time.skew = DAY_MS + 1000
  await untilRuns(2)
  await wait(300)
  assert.deepEqual(await runs(), [
    { actor: 'payments', compared: 0 },
    { actor: 'payments', compared: 1 },
  ])
})
