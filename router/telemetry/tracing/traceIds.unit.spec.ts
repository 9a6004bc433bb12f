import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createTraceIds } from './traceIds.ts'

test('the next span has the ids that are expected, and only that', () => {
  const ids = createTraceIds({ generateSpanId: () => 'span', generateTraceId: () => 'trace' })
  ids.expect({ traceId: 't1', spanId: 's1', flags: '01' })
  assert.deepEqual([ids.generateSpanId(), ids.generateTraceId()], ['s1', 't1'])
  assert.deepEqual([ids.generateSpanId(), ids.generateTraceId()], ['span', 'trace'])
})
