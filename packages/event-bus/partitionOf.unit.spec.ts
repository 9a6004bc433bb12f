import assert from 'node:assert/strict'
import { test } from 'node:test'

import { partitionOf } from './partitionOf.ts'

test('a key keeps its partition for ever', () => {
  assert.deepEqual(
    ['', 'ord_01h455vb4pex5vsknk084sn02q', 'ord_01h455vb4pex5vsknk084sn02r', 'Grüße'].map((key) => partitionOf(key, 8)),
    [5, 1, 0, 0],
  )
})

test('keys spread over the partitions', () => {
  const counts = Array.from({ length: 8 }, () => 0)
  for (let number = 0; number < 8000; number += 1) {
    const place = partitionOf(`ord_${number}`, 8)
    counts[place] = (counts[place] ?? 0) + 1
  }
  assert.ok(Math.min(...counts) > 800, counts.join())
})
