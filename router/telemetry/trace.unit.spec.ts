import assert from 'node:assert/strict'
import { test } from 'node:test'

import { requestIdOf } from './requestId.ts'
import { childTraceparent, continueTrace } from './trace.ts'

const bytes = (size: number): Buffer => Buffer.alloc(size, 0xab)
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'

test('goes on with a valid trace under a span of its own', () => {
  const trace = continueTrace(`00-${traceId}-00f067aa0ba902b7-00`, bytes)
  assert.deepEqual(trace, { traceId, spanId: 'ab'.repeat(8), flags: '00', parentId: '00f067aa0ba902b7' })
  assert.equal(
    childTraceparent(trace, () => Buffer.alloc(8, 1)),
    `00-${traceId}-${'01'.repeat(8)}-00`,
  )
})

test('a call that has a span already goes on under that one', () => {
  assert.equal(childTraceparent({ traceId, spanId: 'cd'.repeat(8), flags: '01', isOfCall: true }, bytes), `00-${traceId}-${'cd'.repeat(8)}-01`)
})

test('begins a trace where there is none or none that is valid', () => {
  const begun = { traceId: 'ab'.repeat(16), spanId: 'ab'.repeat(8), flags: '01' }
  const invalid = [
    undefined,
    '',
    'x',
    `ff-${traceId}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-00f067aa0ba902b7-01`,
  ]
  for (const traceparent of invalid) assert.deepEqual(continueTrace(traceparent, bytes), begun, String(traceparent))
})

test('keeps a request id that is harmless in a log line', () => {
  assert.equal(
    requestIdOf('abc-123_XYZ', () => 'made'),
    'abc-123_XYZ',
  )
  for (const given of [undefined, '', 'short', 'a'.repeat(65), 'with space', 'line\nbreak', '{"a":1}'])
    assert.equal(
      requestIdOf(given, () => 'made'),
      'made',
      String(given),
    )
})
