import assert from 'node:assert/strict'
import { test } from 'node:test'

import { changeFlags, noFailures } from './failureFlags.ts'

const slow = { paymentFailurePercent: 0, providerDelayMs: 200, consumerDelayMs: 0 }

test('changes what is said and leaves the rest', () => {
  assert.deepEqual(changeFlags(slow, { paymentFailurePercent: 100 }), { ok: true, value: { ...slow, paymentFailurePercent: 100 } })
  assert.deepEqual(changeFlags(slow, { providerDelayMs: 0, consumerDelayMs: 60_000 }), {
    ok: true,
    value: { paymentFailurePercent: 0, providerDelayMs: 0, consumerDelayMs: 60_000 },
  })
  assert.deepEqual(changeFlags(slow, {}), { ok: true, value: slow })
})

test('refuses by a sentence what is not a flag, out of bounds, or not a whole number', () => {
  const names = 'paymentFailurePercent, providerDelayMs, consumerDelayMs'
  const bounds = 'paymentFailurePercent is a whole number from 0 to 100.'
  const cases: readonly (readonly [unknown, string])[] = [
    [{ paymentFailurePercent: 101 }, bounds],
    [{ paymentFailurePercent: -1 }, bounds],
    [{ paymentFailurePercent: 1.5 }, bounds],
    [{ paymentFailurePercent: '50' }, bounds],
    [{ paymentFailurePercent: null }, bounds],
    [{ providerDelayMs: 60_001 }, 'providerDelayMs is a whole number from 0 to 60000.'],
    [{ consumerDelayMs: 60_001 }, 'consumerDelayMs is a whole number from 0 to 60000.'],
    [{ paymentFailurePercent: 5, fire: 1 }, `"fire" is not a flag; there are ${names}.`],
    [[], `Flags are changed by a JSON object with any of ${names}.`],
    [null, `Flags are changed by a JSON object with any of ${names}.`],
    [7, `Flags are changed by a JSON object with any of ${names}.`],
  ]
  for (const [asked, error] of cases) assert.deepEqual(changeFlags(noFailures, asked), { ok: false, error })
})
