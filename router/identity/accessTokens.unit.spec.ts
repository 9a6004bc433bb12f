import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'

import type { JSONWebKeySet } from 'jose'

import { ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { AUDIENCE, createTestIssuer, ISSUER, unsignedToken } from '../testing/tokens.ts'
import { createTokenVerifier } from './accessTokens.ts'
import { createKeySet, type KeySet } from './keySet.ts'

const issuer = await createTestIssuer()
const stranger = await createTestIssuer()
const logger = createLogger({ service: 'router', level: 'silent' })
const rules = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', leewaySeconds: 5, scopesClaim: 'scope', policiesClaim: undefined }
const keySet = (load: () => JSONWebKeySet): KeySet => createKeySet({ load: async () => ok(load()), logger, atMostEveryMs: 0, atLeastEveryMs: null })
const verify = createTokenVerifier(
  keySet(() => ({ keys: [issuer.publicKey] })),
  rules,
)
const now = Math.floor(Date.now() / 1000)
const refused = { ok: false, error: 'not-accepted' } as const

test('accepts a good token and knows the viewer', async () => {
  const verified = await verify(await issuer.sign({ auth_time: 7 }))
  assert.deepEqual(verified, {
    ok: true,
    value: { kind: 'user', sub: 'usr_1', sid: 'ses_1', roles: ['CUSTOMER'], scopes: ['account:read'], amr: ['pwd'], acr: '1', authTime: 7 },
  })
})

test('knows a guest, who has no session', async () => {
  const verified = await verify(await issuer.sign({ sub: 'gst_1', roles: ['GUEST'], scope: '', sid: undefined }))
  assert.equal(verified.ok && verified.value.kind, 'guest')
  assert.equal(verified.ok && verified.value.sid, null)
})

const bad: Readonly<Record<string, () => Promise<string>>> = {
  expired: () => issuer.sign({ exp: now - 6 }),
  'without an expiry': () => issuer.sign({ exp: undefined }),
  'not yet valid': () => issuer.sign({ nbf: now + 60 }),
  'of another issuer': () => issuer.sign({ iss: 'https://evil.example' }),
  'for another audience': () => issuer.sign({ aud: 'billing' }),
  'of another type': () => issuer.sign({}, { typ: 'agora-identity' }),
  'without a type': () => issuer.sign({}, { typ: undefined }),
  'without a subject': () => issuer.sign({ sub: undefined }),
  'of the role of a process': () => issuer.sign({ roles: ['CUSTOMER', 'SERVICE'] }),
  'signed by a stranger': () => stranger.sign(),
  'with an unknown key': () => issuer.sign({}, { kid: 'other' }),
  'that nobody signed': async () => unsignedToken(),
  'that nobody signed, in other letters': async () => unsignedToken('NoNe'),
  'signed with the public key as a secret': async () => {
    const [header, payload] = unsignedToken('HS256').split('.')
    return `${header}.${payload}.${createHmac('sha256', JSON.stringify(issuer.publicKey)).update(`${header}.${payload}`).digest('base64url')}`
  },
  'whose claims were changed': async () => {
    const [header, , signature] = (await issuer.sign()).split('.')
    return `${header}.${unsignedToken().split('.')[1]}.${signature}`
  },
  'of nonsense': async () => 'a.b.c',
  'that is far too long': async () => 'a'.repeat(10_000),
}

for (const [name, make] of Object.entries(bad)) {
  test(`refuses a token ${name}`, async () => {
    assert.deepEqual(await verify(await make()), refused)
  })
}

test('forgets a verified token when it expires', async () => {
  let clock = Date.now()
  const timed = createTokenVerifier(
    keySet(() => ({ keys: [issuer.publicKey] })),
    rules,
    () => clock,
  )
  const token = await issuer.sign()
  assert.equal((await timed(token)).ok, true)
  clock += 606_000
  assert.deepEqual(await timed(token), refused)
})

test('forgets verified tokens when their key is withdrawn', async () => {
  let keys = { keys: [issuer.publicKey] }
  const set = keySet(() => keys)
  const verifying = createTokenVerifier(set, rules)
  const token = await issuer.sign()
  assert.equal((await verifying(token)).ok, true)
  keys = { keys: [stranger.publicKey] }
  await set.refresh()
  assert.deepEqual(await verifying(token), refused)
})

test('reads scopes from words and from a list, and checks no rule that is not set', async () => {
  const lax = createTokenVerifier(
    keySet(() => ({ keys: [issuer.publicKey] })),
    { ...rules, issuer: undefined, audience: undefined, tokenType: undefined, leewaySeconds: 0 },
  )
  const list = await lax(await issuer.sign({ iss: 'x', aud: 'y', scope: ['a', 'b'], roles: undefined }, { typ: 'JWT' }))
  assert.deepEqual(list.ok && list.value.scopes, ['a', 'b'])
  assert.deepEqual(list.ok && list.value.roles, [])
})
