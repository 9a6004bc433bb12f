import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMetrics } from '@agora/metrics/metrics.ts'

import { createLastingMetrics } from './lastingMetrics.ts'

test('one counter counts for all generations, and gauges read the one that serves', async () => {
  const registry = createMetrics('router')
  const lasting = createLastingMetrics(registry)
  const generation = (value: number) => {
    const { metrics, activate } = lasting.forGeneration()
    metrics.gauge('value', 'A value.', () => value)
    metrics.gauges('values', 'Values.', { label: 'of', read: () => [[`g${value}`, value]] })
    metrics.readings('readings', 'Readings.', 'of')('it', async () => value)
    metrics.histogram('seconds', 'Seconds.', { buckets: [1] }).observe(value)
    return { activate, count: () => metrics.counter('things_total', 'Things.', ['kind']).inc({ kind: 'a' }) }
  }
  const page = async (): Promise<string[]> =>
    (await registry.text()).split('\n').filter((line) => /^(value|values|readings|things_total|seconds_sum)\{/.test(line))
  const first = generation(1)
  first.activate()
  first.count()
  const second = generation(2)
  second.count()
  const before = ['readings{service="router",of="it"} 1', 'seconds_sum{service="router"} 3', 'things_total{service="router",kind="a"} 2']
  assert.deepEqual(
    (await page()).map(sorted).toSorted(),
    [...before, 'value{service="router"} 1', 'values{service="router",of="g1"} 1'].map(sorted).toSorted(),
  )
  second.activate()
  const after = before.map((line) => line.replace('it"} 1', 'it"} 2'))
  assert.deepEqual(
    (await page()).map(sorted).toSorted(),
    [...after, 'value{service="router"} 2', 'values{service="router",of="g2"} 2'].map(sorted).toSorted(),
  )
})

/** Labels stand in no certain order. */
function sorted(line: string): string {
  return line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').toSorted().join(',')}}`)
}
