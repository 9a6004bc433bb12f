import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok } from '@agora/errors/result.ts'

import { callService } from './callService.ts'
import { growingPause, waitFor } from './timer.ts'

test('a service call answers what it was answered, and is told its deadline', async () => {
  assert.deepEqual(await callService({ timeoutMs: 70, run: async (timeoutMs) => ok(timeoutMs) }), { kind: 'answered', answer: 70 })
})

test('a fault, an exception and silence are unknown, each with its reason', async () => {
  const run = async () => fail({ code: 'unavailable' as const, message: 'away' })
  assert.deepEqual(await callService({ timeoutMs: 50, run }), { kind: 'unknown', message: 'unavailable: away' })
  assert.deepEqual(await callService({ timeoutMs: 50, run: () => Promise.reject(new Error('broken')) }), { kind: 'unknown', message: 'broken' })
  const silence = await callService({ timeoutMs: 10, run: () => new Promise<never>(() => {}) })
  assert.deepEqual(silence, { kind: 'unknown', message: 'deadline_exceeded: no answer within 10 ms' })
})

test('a timer waits its pause, but never past the moment in which something expires', () => {
  const now = new Date('2026-11-25T12:00:00.000Z')
  const expires = (ms: number): Date => new Date(now.getTime() + ms)
  assert.deepEqual(
    [null, expires(10_000), expires(300), expires(0), expires(-5)].map((notAfter) => waitFor({ pauseMs: 1000, notAfter }, now)),
    [1000, 1000, 300, 0, 0],
  )
})

test('pauses double up to the longest, and no count of failures breaks them', () => {
  const pauses = [0, 1, 2, 3, 10, 2_000_000].map((failures) => growingPause(failures, { firstMs: 100, longestMs: 30_000 }))
  assert.deepEqual(pauses, [100, 100, 200, 400, 30_000, 30_000])
})
