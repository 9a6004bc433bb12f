import assert from 'node:assert/strict'
import { test } from 'node:test'

import { judgeRotation, type PresentedToken } from './rotation.ts'

const now = new Date('2026-11-23T12:00:00Z')
const from = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
const fresh: PresentedToken = { expiresAt: from(60), usedAt: null, session: { endedAt: null, expiresAt: from(3600) } }

test('trades a token that was never used', () => {
  assert.equal(judgeRotation(fresh, now), 'rotate')
})

test('takes a token again within ten seconds of its trade, for two tabs', () => {
  assert.equal(judgeRotation({ ...fresh, usedAt: now }, now), 'sibling')
  assert.equal(judgeRotation({ ...fresh, usedAt: from(-10) }, now), 'sibling')
})

test('takes a later reuse for theft, even of a token that has expired since', () => {
  assert.equal(judgeRotation({ ...fresh, usedAt: from(-10.001) }, now), 'reuse')
  assert.equal(judgeRotation({ ...fresh, usedAt: from(-3600), expiresAt: from(-60) }, now), 'reuse')
})

test('trades nothing for an expired token or an ended session', () => {
  assert.equal(judgeRotation({ ...fresh, expiresAt: now }, now), 'dead')
  assert.equal(judgeRotation({ ...fresh, session: { ...fresh.session, endedAt: from(-1) } }, now), 'dead')
  assert.equal(judgeRotation({ ...fresh, usedAt: from(-60), session: { ...fresh.session, endedAt: from(-1) } }, now), 'dead')
  assert.equal(judgeRotation({ ...fresh, session: { ...fresh.session, expiresAt: now } }, now), 'dead')
})
