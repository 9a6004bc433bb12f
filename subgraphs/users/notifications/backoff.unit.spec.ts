import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nextAttempt, WAITS_MS } from './backoff.ts'

const now = new Date('2026-01-01T00:00:00Z')

test('waits longer after each failure, and gives up after the ninth', () => {
  const waits = Array.from({ length: 9 }, (_, index) => nextAttempt(index + 1, now, () => 0)?.getTime()).map((at) => at && at - now.getTime())
  assert.deepEqual(waits, [...WAITS_MS, undefined])
  assert.deepEqual(
    WAITS_MS,
    [...WAITS_MS].sort((one, other) => one - other),
  )
})

test('spreads what failed together over a quarter of the wait', () => {
  assert.deepEqual(
    nextAttempt(1, now, () => 0.999_999_9),
    new Date('2026-01-01T00:00:06.250Z'),
  )
})
