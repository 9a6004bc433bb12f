import assert from 'node:assert/strict'
import { test } from 'node:test'

import { retryDelay } from './retry.ts'

test('pauses double up to their bound', () => {
  const longest = [1, 2, 3, 4, 10, 1000].map((failures) => retryDelay(failures, { baseMs: 50, maxMs: 1000 }, () => 1))
  assert.deepEqual(longest, [50, 100, 200, 400, 1000, 1000])
})

test('chance takes at most half of a pause', () => {
  assert.deepEqual(
    [0, 0.5, 1].map((chance) => retryDelay(3, { baseMs: 100 }, () => chance)),
    [200, 300, 400],
  )
})
