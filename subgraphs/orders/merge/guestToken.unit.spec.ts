import assert from 'node:assert/strict'
import { test } from 'node:test'

import { generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose'

import { fail, ok } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'

import { createGuestTokenVerifier } from './guestToken.ts'

const now = new Date('2026-11-23T12:00:00.000Z')
const seconds = now.getTime() / 1000
const sub = newId('Guest')
const { privateKey, publicKey } = await generateKeyPair('ES256')
const stranger = await generateKeyPair('ES256')
const issuer = 'http://localhost:4000'
const verifier = createGuestTokenVerifier({ keys: { find: async (kid) => ok(kid === 'k1' ? publicKey : null) }, issuer, clock: () => now })

interface Made {
  readonly claims?: JWTPayload
  readonly header?: { readonly typ?: string; readonly kid?: string }
  readonly key?: CryptoKey
  readonly exp?: boolean
}

function token({ claims = {}, header = {}, key = privateKey, exp = true }: Made = {}): Promise<string> {
  const payload = { iss: issuer, aud: 'agora', sub, roles: ['GUEST'], ...(exp ? { exp: seconds + 60 } : {}), iat: seconds - 60, ...claims }
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header }).sign(key)
}

test('the token of a living guest session names its guest', async () => {
  assert.deepEqual(await verifier.verify(await token()), ok(sub))
})

test('a token is refused unless it is signed by users, for us, alive, and of a guest alone', async () => {
  const refused: Readonly<Record<string, Made>> = {
    'signed by a stranger under our kid': { key: stranger.privateKey },
    'unknown kid': { header: { kid: 'k2' } },
    'another issuer': { claims: { iss: 'http://localhost:4001' } },
    'another audience': { claims: { aud: 'elsewhere' } },
    expired: { claims: { exp: seconds - 1 } },
    'not yet valid': { claims: { nbf: seconds + 60 } },
    'without an end': { exp: false },
    'another type of token': { header: { typ: 'JWT' } },
    'of a user': { claims: { roles: ['CUSTOMER'], sub: newId('User') } },
    'of a guest who is also a user': { claims: { roles: ['GUEST', 'CUSTOMER'] } },
    'with roles as text': { claims: { roles: 'GUEST' } },
    'role GUEST for an account': { claims: { sub: newId('User') } },
  }
  for (const [what, made] of Object.entries(refused)) assert.deepEqual(await verifier.verify(await token(made)), fail('invalid'), what)
})

test('what is not a signed token is refused', async () => {
  const unsigned = new UnsecuredJWT({ iss: issuer, aud: 'agora', sub, roles: ['GUEST'] }).setExpirationTime(seconds + 60).encode()
  const [header = '', payload = ''] = (await token()).split('.')
  const hmac = await new SignJWT({ iss: issuer, aud: 'agora', sub, roles: ['GUEST'], exp: seconds + 60 })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })
    .sign(new TextEncoder().encode('x'.repeat(32)))
  for (const text of ['', 'a', 'a.b.c', unsigned, `${header}.${payload}.`, `${header}.${payload}.AAAA`, hmac]) {
    assert.deepEqual(await verifier.verify(text), fail('invalid'), text)
  }
})

test('that keys cannot be had is not held against the token', async () => {
  const blind = createGuestTokenVerifier({ keys: { find: async () => fail('unavailable') }, issuer, clock: () => now })
  assert.deepEqual(await blind.verify(await token()), fail('unavailable'))
})
