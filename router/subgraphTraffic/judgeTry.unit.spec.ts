import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { ReplyHeaders } from '../execution/http/createPost.ts'
import { CallFailed, ReplyTooLong, ReplyUnreadable } from '../execution/http/replyErrors.ts'
import { judgeTry, type Verdict } from './judgeTry.ts'

const judged = (status: number, text = '<html>', headers: ReplyHeaders = {}): Verdict => judgeTry({ reply: { status, text, headers } }, 0)

test('whatever is GraphQL comes from a subgraph that is there', () => {
  for (const status of [200, 400, 429, 500, 503])
    assert.deepEqual(judged(status, '{"errors":[{"message":"no"}]}', { 'retry-after': '1' }), { outcome: 'answer' })
})

test('a refusal is an answer, an outage is none, and one that is busy is there', () => {
  assert.deepEqual(judged(401), { outcome: 'answer' })
  assert.deepEqual(judged(500), { outcome: 'outage' })
  for (const status of [502, 503, 504]) assert.deepEqual(judged(status), { outcome: 'outage', again: 'unavailable', retryAfterMs: undefined })
  assert.deepEqual(judged(503, '', { 'retry-after': '2' }), { outcome: 'outage', again: 'unavailable', retryAfterMs: 2000 })
  assert.deepEqual(judged(429, '', { 'retry-after': '2' }), { outcome: 'neither', again: 'unavailable', retryAfterMs: 2000 })
})

test('what has no reply is an outage, unless nobody waits for it and the replica answers others; what has one that cannot be read is none', () => {
  const of = (error: unknown): Verdict => judgeTry({ error }, 0)
  for (const how of ['unsent', 'broken', 'late'] as const) assert.deepEqual(of(new CallFailed(how, '')), { outcome: 'outage', again: how })
  assert.deepEqual(of(new CallFailed('gone', '')), { outcome: 'neither' })
  assert.deepEqual(judgeTry({ error: new CallFailed('gone', '') }, 0, true), { outcome: 'outage' })
  assert.deepEqual(of(new ReplyTooLong('')), { outcome: 'answer' })
  assert.deepEqual(of(new ReplyUnreadable('')), { outcome: 'answer' })
})
