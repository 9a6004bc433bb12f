import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createRateLimits, networkOf } from './rateLimit.ts'

const bucket = { requests: 100, seconds: 60, burst: 0, burstSeconds: 60 }
const wide = { requests: 100_000, seconds: 60, burst: 0, burstSeconds: 60 }

test('refuses the hundred and first request of an address and says when to come back', async () => {
  const limits = createRateLimits({ enabled: true, perAddress: bucket, perUser: wide })
  for (let count = 0; count < 100; count += 1) assert.equal(await limits.ofAddress('203.0.113.9'), null)
  const refused = await limits.ofAddress('203.0.113.9')
  assert.equal(refused?.extensions['code'], 'RATE_LIMITED')
  const seconds = refused?.extensions['retryAfterSeconds']
  assert.ok(typeof seconds === 'number' && seconds >= 1 && seconds <= 60)
  assert.equal(await limits.ofAddress('203.0.113.10'), null)
})

test('counts viewers apart from each other and from addresses', async () => {
  const limits = createRateLimits({ enabled: true, perAddress: wide, perUser: { ...bucket, requests: 1 } })
  assert.equal(await limits.ofUser('usr_1'), null)
  assert.equal((await limits.ofUser('usr_1'))?.extensions['code'], 'RATE_LIMITED')
  assert.equal(await limits.ofUser('usr_2'), null)
  assert.equal(await limits.ofAddress('usr_1'), null)
})

test('grants a burst beyond the steady rate, once', async () => {
  const limits = createRateLimits({ enabled: true, perAddress: { requests: 2, seconds: 60, burst: 3, burstSeconds: 60 }, perUser: wide })
  const answers = []
  for (let count = 0; count < 6; count += 1) answers.push((await limits.ofAddress('203.0.113.9')) === null)
  assert.deepEqual(answers, [true, true, true, true, true, false])
})

test('can be switched off', async () => {
  const limits = createRateLimits({ enabled: false, perAddress: { ...bucket, requests: 1 }, perUser: bucket })
  for (let count = 0; count < 5; count += 1) assert.equal(await limits.ofAddress('203.0.113.9'), null)
})

test('counts an IPv6 customer by the network', () => {
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:0db8:0001:0002::9'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(networkOf('203.0.113.9'), '203.0.113.9')
})
