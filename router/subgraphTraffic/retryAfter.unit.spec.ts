import assert from 'node:assert/strict'
import { test } from 'node:test'

import { retryAfterMs } from './retryAfter.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

test('reads seconds and dates, and nothing else', () => {
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['0', 0],
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:02 GMT', 2000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['2026-01-01T00:00:02Z', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ]
  for (const [value, expected] of cases) assert.equal(retryAfterMs(value, now), expected, String(value))
})
