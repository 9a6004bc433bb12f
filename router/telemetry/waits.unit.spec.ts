import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createWaits } from './waits.ts'

test('calls at once are waited for once, and what is between calls is not waiting', () => {
  let now = 0
  const waits = createWaits(() => now)
  const at = (time: number, act: () => void): void => {
    now = time
    act()
  }
  at(10, waits.begin)
  at(12, waits.begin)
  at(15, waits.end)
  assert.equal(waits.total(), 5)
  at(20, waits.end)
  at(30, waits.begin)
  at(31, waits.end)
  now = 50
  assert.equal(waits.total(), 11)
})
