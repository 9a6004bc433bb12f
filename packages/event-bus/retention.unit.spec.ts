import assert from 'node:assert/strict'
import { test } from 'node:test'

import { keptFrom, madeUntil } from './retention.ts'

const iso = (text: string): Date => new Date(text)

test('three whole months before the current one are kept, and the next one is made ahead', () => {
  assert.deepEqual(keptFrom(iso('2026-02-28T23:59:59.999Z')), iso('2025-11-01T00:00:00Z'))
  assert.deepEqual(madeUntil(iso('2026-12-31T00:00:00Z')), iso('2027-01-01T00:00:00Z'))
})
