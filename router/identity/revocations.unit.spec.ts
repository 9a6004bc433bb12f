import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import { followRevocations } from './revocations.ts'

function setup() {
  let now = 1_000_000
  let answer: readonly string[] | 'away' = []
  const call = async () =>
    answer === 'away'
      ? fail({ code: 'unavailable', message: '' })
      : ok({ sessions: answer.map((sid) => ({ sid, until: '2030-01-01T00:00:00Z' })), asOf: '2026-01-01T00:00:00Z' })
  const caller = { call, get: call, close: async () => undefined } as Partial<Caller> as Caller
  const revocations = followRevocations({ caller, logger: createLogger({ service: 'router', level: 'silent' }), clock: () => now })
  revocations.stop()
  return { revocations, pass: (ms: number) => void (now += ms), say: (next: typeof answer) => void (answer = next) }
}

test('knows nothing before the first list', () => {
  assert.equal(setup().revocations.freshness(), 'never')
})

test('takes every list for the whole truth', async () => {
  const { revocations, say } = setup()
  say(['ses_1'])
  await revocations.poll()
  assert.equal(revocations.isRevoked('ses_1'), true)
  say(['ses_2'])
  await revocations.poll()
  assert.deepEqual([revocations.isRevoked('ses_1'), revocations.isRevoked('ses_2')], [false, true])
})

test('holds the last list while the source is away, and says how far it may be trusted', async () => {
  const { revocations, say, pass } = setup()
  say(['ses_1'])
  await revocations.poll()
  say('away')
  const seen = []
  for (const ms of [2000, 1, 57_999, 1]) {
    pass(ms)
    await revocations.poll()
    seen.push(revocations.freshness())
  }
  assert.deepEqual(seen, ['fresh', 'stale', 'stale', 'expired'])
  assert.equal(revocations.isRevoked('ses_1'), true)
  say([])
  await revocations.poll()
  assert.equal(revocations.freshness(), 'fresh')
  assert.equal(revocations.isRevoked('ses_1'), false)
})
