import assert from 'node:assert/strict'
import { test } from 'node:test'

import { routerConfig } from '../config/routerConfig.ts'
import { trafficPolicyOf } from './trafficPolicy.ts'

test('what nobody says is as by default', () => {
  assert.deepEqual(trafficPolicyOf('any', routerConfig.parse({})), {
    timeoutMs: { query: 10_000, mutation: 10_000 },
    connections: 64,
    maxInFlight: 1000,
    maxResponseBytes: 16_777_216,
    compression: false,
    retries: { tries: 3, share: 0.2, floor: 3, firstBackoffMs: 50, longestBackoffMs: 1000 },
    breaker: { threshold: 0.5, windowMs: 10_000, minimumCalls: 10, openMs: 30_000, silentMs: 1000 },
    healthIntervalMs: 5000,
    idempotentMutations: new Set(),
  })
})

test('what is said of one subgraph wins over what is said of all, setting by setting', () => {
  const config = routerConfig.parse({
    traffic: { timeoutMs: { query: 1, mutation: 2 }, retries: { tries: 5, share: 0.5 }, breaker: { openMs: 7 } },
    subgraphs: {
      own: { timeoutMs: '3', retries: { tries: '1', tryMs: 9 }, breaker: { threshold: 0.9 }, idempotentMutations: 'a, b', compression: 'true' },
    },
  })
  const { timeoutMs, retries, breaker, idempotentMutations, compression } = trafficPolicyOf('own', config)
  assert.deepEqual([timeoutMs, compression, idempotentMutations], [{ query: 3, mutation: 3 }, true, new Set(['a', 'b'])])
  assert.deepEqual(retries, { tries: 1, share: 0.5, floor: 3, firstBackoffMs: 50, longestBackoffMs: 1000, tryMs: 9 })
  assert.deepEqual(breaker, { threshold: 0.9, windowMs: 10_000, minimumCalls: 10, openMs: 7, silentMs: 1000 })
  assert.deepEqual(trafficPolicyOf('other', config).timeoutMs, { query: 1, mutation: 2 })
})
