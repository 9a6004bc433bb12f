import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMetrics } from './metrics.ts'

test('the page names each metric once, with its service', async () => {
  const metrics = createMetrics('users')
  metrics.counter('sign_ins_total', 'Sign-ins by outcome.', ['outcome']).inc({ outcome: 'accepted' })
  metrics.gauge('pool_waiting', 'Requests waiting for a connection.', () => 3)
  metrics.gauges('consumer_lag', 'Messages behind.', {
    label: 'topic',
    read: () =>
      new Map([
        ['orders', 2],
        ['users', 0],
      ]),
  })
  metrics.histogram('request_duration_seconds', 'Time to answer.', { buckets: [0.1, 1] }).observe(0.5)
  const page = (await metrics.text()).split('\n').filter((line) => /^(sign_ins|pool_waiting|consumer_lag|request_duration)/.test(line))
  assert.deepEqual(page, [
    'sign_ins_total{outcome="accepted",service="users"} 1',
    'pool_waiting{service="users"} 3',
    'consumer_lag{topic="orders",service="users"} 2',
    'consumer_lag{topic="users",service="users"} 0',
    'request_duration_seconds_bucket{le="0.1",service="users"} 0',
    'request_duration_seconds_bucket{le="1",service="users"} 1',
    'request_duration_seconds_bucket{le="+Inf",service="users"} 1',
    'request_duration_seconds_sum{service="users"} 0.5',
    'request_duration_seconds_count{service="users"} 1',
  ])
})
