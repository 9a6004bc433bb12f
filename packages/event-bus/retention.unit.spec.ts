import assert from 'node:assert/strict'
import { test } from 'node:test'

import { keptFrom, madeUntil, SHORTEST_RETENTION_DAYS } from './retention.ts'

const iso = (text: string): Date => new Date(text)

test('three whole months before the current one are kept, and the next one is made ahead', () => {
  assert.deepEqual(keptFrom(iso('2026-02-28T23:59:59.999Z')), iso('2025-11-01T00:00:00Z'))
  assert.deepEqual(madeUntil(iso('2026-12-31T00:00:00Z')), iso('2027-01-01T00:00:00Z'))
})

test('no day of any year keeps less than the shortest three months', () => {
  const days = Array.from({ length: 4 * 366 }, (_, day) => new Date(Date.UTC(2025, 0, 1 + day)))
  const kept = days.map((day) => (day.getTime() - keptFrom(day).getTime()) / 86_400_000)
  assert.equal(Math.min(...kept), SHORTEST_RETENTION_DAYS)
})
