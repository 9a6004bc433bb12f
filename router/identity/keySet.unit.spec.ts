import assert from 'node:assert/strict'
import { test } from 'node:test'

import { errors, type JSONWebKeySet } from 'jose'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { createTestIssuer } from '../testing/tokens.ts'
import { createKeySet, KeysUnavailable, readKeySet } from './keySet.ts'

const logger = createLogger({ service: 'router', level: 'silent' })
const [one, other] = await Promise.all([createTestIssuer('one'), createTestIssuer('other')])
const input = { payload: '', signature: '' }
const header = (kid: string) => ({ alg: 'ES256', kid })

function setup(load: () => Result<JSONWebKeySet, string>) {
  let now = 100_000
  let loads = 0
  const keys = createKeySet({ load: async () => ((loads += 1), load()), logger, atMostEveryMs: 1000, atLeastEveryMs: null, clock: () => now })
  return { keys, loads: () => loads, pass: (ms: number) => void (now += ms) }
}

test('loads again for an unknown key, at most once a second', async () => {
  let current: JSONWebKeySet = { keys: [one.publicKey] }
  const { keys, loads, pass } = setup(() => ok(current))
  await keys.find(header('one'), input)
  await assert.rejects(async () => keys.find(header('other'), input), errors.JWKSNoMatchingKey)
  assert.equal(loads(), 1)
  current = { keys: [one.publicKey, other.publicKey] }
  await assert.rejects(async () => keys.find(header('other'), input), errors.JWKSNoMatchingKey)
  pass(1000)
  await keys.find(header('other'), input)
  assert.equal(loads(), 2)
})

test('loads once for many who ask at the same time', async () => {
  const { keys, loads } = setup(() => ok({ keys: [one.publicKey] }))
  await Promise.all(Array.from({ length: 10 }, () => keys.find(header('one'), input)))
  assert.equal(loads(), 1)
})

test('keeps the keys it has when loading fails', async () => {
  let works = true
  const { keys, pass } = setup(() => (works ? ok({ keys: [one.publicKey] }) : fail('away')))
  await keys.find(header('one'), input)
  works = false
  pass(5000)
  assert.equal(await keys.refresh(), true)
  await keys.find(header('one'), input)
})

test('says that nothing can be said before the first keys', async () => {
  const { keys } = setup(() => fail('away'))
  await assert.rejects(async () => keys.find(header('one'), input), KeysUnavailable)
  assert.equal(keys.document(), null)
})

test('keeps only the public members of asymmetric keys', () => {
  const read = readKeySet(JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'secret', kid: 'k' }] }))
  assert.deepEqual(read, { ok: true, value: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k' }] } })
  for (const text of ['{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', '{"keys":{}}', '[]', 'x']) assert.equal(readKeySet(text).ok, false, text)
})
