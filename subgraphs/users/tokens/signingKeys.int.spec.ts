import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { createLocalJWKSet, jwtVerify } from 'jose'

import { createLogger } from '@agora/logger/logger.ts'

import { createTokenIssuer, GUEST_SECONDS, issueGuestToken } from './accessToken.ts'
import { openSigningKeys } from './signingKeys.ts'

const root = mkdtempSync(join(tmpdir(), 'agora-signing-'))
after(() => rmSync(root, { recursive: true }))

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const logger = createLogger({ service: 'test', level: 'silent' })

/** Keys in a folder of their own, and a clock to turn. */
function open(name: string) {
  const time = { now: Date.UTC(2026, 10, 23) }
  const clock = (): Date => new Date(time.now)
  const dir = join(root, name)
  const keys = openSigningKeys(dir, { clock, logger })
  return { dir, time, clock, keys, kids: (): string[] => keys.published().map(({ kid }) => kid) }
}

test('makes the first key, which signs at once, and lets nobody else read it', () => {
  const { dir, keys, kids } = open('first')
  const { kid } = keys.signing()
  assert.deepEqual(kids(), [kid])
  assert.equal(statSync(dir).mode & 0o777, 0o700)
  assert.equal(statSync(join(dir, `${kid}.jwk`)).mode & 0o777, 0o600)
  assert.deepEqual(Object.keys(keys.published()[0] ?? {}).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'], 'the private half stays')
  keys.close()
})

test('publishes the next key before it signs, and the last one until a guest of its last second is gone', async () => {
  const { dir, time, clock, keys, kids } = open('rotation')
  const first = keys.signing().kid
  const issuer = createTokenIssuer({ signingKey: keys.signing, issuer: 'http://localhost:4000', clock })
  time.now += 24 * HOUR
  keys.refresh()
  const [second] = kids()
  assert.deepEqual([kids(), keys.signing().kid], [[second, first], first])
  time.now += 5 * MINUTE - 1
  const lastGuest = await issueGuestToken(issuer, clock())
  time.now += 1
  assert.equal(keys.signing().kid, second)
  time.now += GUEST_SECONDS * 1000 - 2 * MINUTE
  keys.refresh()
  const { protectedHeader } = await jwtVerify(lastGuest.token, createLocalJWKSet({ keys: keys.published() }), { currentDate: clock() })
  assert.equal(protectedHeader.kid, first)
  time.now += HOUR + 2 * MINUTE
  keys.refresh()
  assert.equal(kids().includes(first), false)
  keys.refresh()
  assert.equal(readdirSync(dir).includes(`${first}.jwk`), false)
  keys.close()
})

test('a second process that opens the folder signs with the same key', () => {
  const one = open('both')
  const other = openSigningKeys(one.dir, { clock: one.clock, logger })
  assert.equal(other.signing().kid, one.keys.signing().kid)
  one.keys.close()
  other.close()
})
