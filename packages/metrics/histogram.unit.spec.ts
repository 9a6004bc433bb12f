import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { Histogram as Oracle, Registry } from 'prom-client'

import { createHistogram } from './histogram.ts'

const BUCKETS = [0.5, 1, 10]
const LABELS = ['door', 'status'] as const
const ours = new Registry()
const theirs = new Registry()
for (const registry of [ours, theirs]) registry.setDefaultLabels({ service: 'test' })

test("a page says what prom-client's own histogram would say", async () => {
  const labels = fc.record({ door: fc.constantFrom('/graphql', '/a"b'), status: fc.constantFrom('200', '500') }, { requiredKeys: ['door'] })
  const values = fc.oneof(fc.double({ noNaN: true, min: -5, max: 20 }), fc.constantFrom(0.5, 1, 10))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(labels, values), { maxLength: 30 }), async (given) => {
      ours.clear()
      theirs.clear()
      const histogram = createHistogram({ name: 'h_seconds', help: 'Of a test.', labels: LABELS, buckets: BUCKETS, registry: ours })
      const oracle = new Oracle({ name: 'h_seconds', help: 'Of a test.', labelNames: [...LABELS], buckets: BUCKETS, registers: [theirs] })
      for (const [series, value] of given) {
        histogram.observe(series, value)
        oracle.observe(series, value)
      }
      assert.equal(await ours.metrics(), await theirs.metrics())
    }),
    { numRuns: 100 },
  )
})

test('one without labels stands on the page from the beginning, one with labels when it has a value', async () => {
  const registry = new Registry()
  createHistogram({ name: 'bare', help: 'Of a test.', labels: [], buckets: [1], registry })
  const labelled = createHistogram({ name: 'labelled', help: 'Of a test.', labels: ['a'], buckets: [1], registry })
  assert.match(await registry.metrics(), /^bare_count 0$/m)
  assert.doesNotMatch(await registry.metrics(), /^labelled_count/m)
  const series = labelled.labels({ a: 'b' })
  assert.doesNotMatch(await registry.metrics(), /^labelled_count/m)
  series.observe(1)
  assert.match(await registry.metrics(), /^labelled_count\{a="b"\} 1$/m)
  registry.resetMetrics()
  assert.doesNotMatch(await registry.metrics(), /^labelled_count/m)
})

test('what is no number is refused', () => {
  const histogram = createHistogram({ name: 'h', help: 'Of a test.', labels: [], buckets: [1], registry: new Registry() })
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => histogram.observe(value), TypeError)
})
