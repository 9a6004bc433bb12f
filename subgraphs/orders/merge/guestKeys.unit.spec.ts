import assert from 'node:assert/strict'
import { test } from 'node:test'

import { exportJWK, generateKeyPair } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { JsonWebKey } from '@agora/rpc/methods/identity.ts'

import { createGuestKeys } from './guestKeys.ts'

async function publicKey(kid: string): Promise<JsonWebKey> {
  const { publicKey: key } = await generateKeyPair('ES256')
  const { x = '', y = '' } = await exportJWK(key)
  return { kid, kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig' }
}

/** Users with a script: what it answers, and how often it was asked. */
function users() {
  const state = { asked: 0, now: 1_000_000, answer: fail('unavailable') as Result<readonly JsonWebKey[], 'unavailable'> }
  const keys = createGuestKeys(
    async () => {
      state.asked += 1
      return state.answer
    },
    () => state.now,
  )
  const find = async (kid: string): Promise<string> => {
    const found = await keys.find(kid)
    return found.ok ? (found.value === null ? 'unknown' : 'found') : found.error
  }
  return { state, find }
}

test('a known key is found without asking users again for a minute', async () => {
  const { state, find } = users()
  state.answer = ok([await publicKey('k1')])
  assert.deepEqual([await find('k1'), await find('k1')], ['found', 'found'])
  state.now += 60_001
  assert.deepEqual([await find('k1'), state.asked], ['found', 2])
})

test('many who need the keys at once wait for one answer', async () => {
  const { state, find } = users()
  state.answer = ok([await publicKey('k1')])
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => find('k1')))), new Set(['found']))
  assert.equal(state.asked, 1)
})

test('an unknown key has the set read again, at most once a second', async () => {
  const { state, find } = users()
  state.answer = ok([await publicKey('k1')])
  assert.equal(await find('k1'), 'found')
  state.answer = ok([await publicKey('k1'), await publicKey('k2')])
  assert.deepEqual([await find('k2'), state.asked], ['unknown', 1])
  state.now += 1000
  assert.deepEqual([await find('k2'), state.asked], ['found', 2])
  for (const kid of ['x', 'y', 'z']) assert.equal(await find(kid), 'unknown')
  assert.equal(state.asked, 2)
})

test('a key that users withdrew is forgotten within a minute', async () => {
  const { state, find } = users()
  state.answer = ok([await publicKey('k1')])
  assert.equal(await find('k1'), 'found')
  state.answer = ok([])
  state.now += 60_001
  assert.equal(await find('k1'), 'unknown')
})

test('while users does not answer its last keys are trusted for ten minutes, and none without ever having had any', async () => {
  const { state, find } = users()
  assert.equal(await find('k1'), 'unavailable')
  state.now += 1000
  state.answer = ok([await publicKey('k1')])
  assert.equal(await find('k1'), 'found')
  state.answer = fail('unavailable')
  state.now += 600_000
  assert.equal(await find('k1'), 'found')
  state.now += 1001
  assert.equal(await find('k1'), 'unavailable')
})
