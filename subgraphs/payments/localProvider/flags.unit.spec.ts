import assert from 'node:assert/strict'
import { test } from 'node:test'

import { noFailures } from '@agora/failure-flags/failureFlags.ts'

import { calm, worsen } from './flags.ts'

test('of two misfortunes of a kind the worse one holds, and the others stay', () => {
  const own = { ...calm, declinePercent: 30, delayMs: 100, webhookCopies: 2 }
  assert.deepEqual(worsen(own, noFailures), own)
  assert.deepEqual(worsen(own, { ...noFailures, paymentFailurePercent: 20, providerDelayMs: 500 }), { ...own, delayMs: 500 })
  assert.deepEqual(worsen(calm, { ...noFailures, paymentFailurePercent: 100 }), { ...calm, declinePercent: 100 })
})
