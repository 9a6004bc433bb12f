import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { createCallVerifier, signCall } from './callToken.ts'
import { signCompact } from './compactToken.ts'
import { createIdentityMinter, createIdentityVerifier } from './identityToken.ts'
import type { Key, KeyFolder } from './keyFolder.ts'
import { anonymous, type Viewer } from './viewer.ts'

const key = (kid: string, fill: number): Key => ({ kid, secret: Buffer.alloc(32, fill), bornAt: 0 })
const folderOf = (...keys: Key[]): KeyFolder => ({
  signing: () => keys[0] ?? key('none', 0),
  find: (kid) => keys.find((known) => known.kid === kid),
  close: () => undefined,
})
const keys = folderOf(key('k1', 1))

let now = 1_800_000_000_000
const clock = (): number => now
const user: Viewer = {
  kind: 'user',
  sub: 'usr_1',
  sid: 'ses_1',
  roles: ['CUSTOMER'],
  scopes: ['account:read'],
  amr: ['pwd'],
  acr: 'aal1',
  authTime: 1_799_999_000,
}
const minter = createIdentityMinter({ keys, audience: 'users', issuer: 'router', clock })
const freshVerifier = () => createIdentityVerifier({ keys, audience: 'users', clock })
const call = { method: 'POST', path: '/agora.catalogue.v1.Catalogue/Quote', body: '{"variantIds":[]}' }
const signed = (): string => signCall({ keys, caller: 'orders', audience: 'products', ...call, clock })
const calls = createCallVerifier({ keysByCaller: { orders: keys }, audience: 'products', clock })

const anonymousClaims = { iss: 'router', kind: 'anonymous' }
const claims = (extra: object = {}): { aud: string; iat: number; exp: number } => ({
  aud: 'users',
  iat: now / 1000,
  exp: now / 1000 + 60,
  ...anonymousClaims,
  ...extra,
})
const forge = (header: object, payload: object, secret = Buffer.alloc(32, 1)): string => {
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
const header = { alg: 'HS256', typ: 'agora-identity', kid: 'k1' }

test('every viewer comes out as it went in', () => {
  const guest: Viewer = { ...user, kind: 'guest', sub: 'gst_1', sid: null, roles: ['GUEST'], scopes: [] }
  const everybody: Viewer = { kind: 'anonymous', permissions: { kind: 'user', roles: ['CUSTOMER'], scopes: ['catalog:read'] } }
  for (const viewer of [anonymous, user, guest, everybody]) assert.deepEqual(freshVerifier().verify(minter.mint(viewer)), { ok: true, value: viewer })
})

test('any change of one character is refused, of an identity and of a call', () => {
  const texts = { identity: minter.mint(user), call: signed() }
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= '
  const { verify } = freshVerifier()
  for (const [kind, text] of Object.entries(texts)) {
    for (let place = 0; place < text.length; place++) {
      const other = alphabet[(alphabet.indexOf(text[place] ?? '') + 1) % alphabet.length] ?? ''
      const changed = text.slice(0, place) + other + text.slice(place + 1)
      assert.equal(kind === 'identity' ? verify(changed).ok : calls.verify(changed, call).ok, false, `${kind} at ${place}`)
    }
  }
  fc.assert(
    fc.property(fc.nat(texts.identity.length - 1), fc.constantFrom(...alphabet), (place, other) => {
      const changed = texts.identity.slice(0, place) + other + texts.identity.slice(place + 1)
      assert.equal(verify(changed).ok, changed === texts.identity)
    }),
  )
})

test('a truncated, lengthened or arbitrary text is refused and never throws', () => {
  const { verify } = freshVerifier()
  const text = minter.mint(user)
  for (let length = 0; length < text.length; length++) assert.equal(verify(text.slice(0, length)).ok, false)
  for (const odd of [`${text}.`, `${text}.x`, `${text}=`, ` ${text}`, 'x'.repeat(9000), '..', 'e30.e30.', `${text}.${text}`])
    assert.equal(verify(odd).ok, false)
  assert.deepEqual(verify(undefined), { ok: false, error: 'malformed' })
  fc.assert(fc.property(fc.string(), (odd) => !verify(odd).ok && !calls.verify(odd, call).ok))
})

test('tricks with the algorithm, the type, the key and the claims are refused', () => {
  const { verify } = freshVerifier()
  assert.equal(verify(forge(header, claims())).ok, true)
  const faults = {
    none: [forge({ ...header, alg: 'none' }, claims()), 'malformed'],
    noneUnsigned: [
      `${forge({ ...header, alg: 'none' }, claims())
        .split('.')
        .slice(0, 2)
        .join('.')}.`,
      'malformed',
    ],
    otherAlgorithm: [forge({ ...header, alg: 'HS512' }, claims()), 'malformed'],
    critical: [forge({ ...header, crit: ['exp'] }, claims()), 'malformed'],
    otherType: [forge({ ...header, typ: 'JWT' }, claims()), 'wrong-type'],
    noType: [forge({ alg: 'HS256', kid: 'k1' }, claims()), 'malformed'],
    unknownKey: [forge({ ...header, kid: 'k2' }, claims()), 'unknown-key'],
    pathAsKey: [forge({ ...header, kid: '../../etc/passwd' }, claims()), 'unknown-key'],
    otherSecret: [forge(header, claims(), Buffer.alloc(32, 2)), 'forged'],
    emptySecret: [forge(header, claims(), Buffer.alloc(0)), 'forged'],
    otherAudience: [forge(header, claims({ aud: 'orders' })), 'wrong-audience'],
    audienceList: [forge(header, claims({ aud: ['users'] })), 'wrong-audience'],
    otherIssuer: [forge(header, claims({ iss: 'orders' })), 'wrong-issuer'],
    tooLong: [forge(header, claims({ exp: now / 1000 + 61 })), 'too-long-lived'],
    fromTheFuture: [forge(header, claims({ iat: now / 1000 + 30, exp: now / 1000 + 60 })), 'too-long-lived'],
    textTimes: [forge(header, claims({ exp: String(now / 1000 + 60) })), 'wrong-claims'],
    noKind: [forge(header, claims({ kind: 'service' })), 'wrong-claims'],
    unknownRole: [
      forge(header, claims({ kind: 'user', sub: 'usr_1', sid: null, roles: ['GOD'], scopes: [], amr: [], acr: '', auth_time: 1 })),
      'wrong-claims',
    ],
    permissionsOfNoKind: [forge(header, claims({ permissions: { kind: 'anonymous', roles: [], scopes: [] } })), 'wrong-claims'],
    permissionsOfUnknownRole: [forge(header, claims({ permissions: { kind: 'user', roles: ['GOD'], scopes: [] } })), 'wrong-claims'],
    permissionsWithoutScopes: [forge(header, claims({ permissions: { kind: 'user', roles: [] } })), 'wrong-claims'],
    list: [forge(header, [1]), 'malformed'],
  } as const
  for (const [what, [text, fault]] of Object.entries(faults)) assert.deepEqual(verify(text), { ok: false, error: fault }, what)
})

test('an identity is never accepted as a call, nor a call as an identity', () => {
  assert.deepEqual(
    calls.open(
      signCompact('agora-identity', keys.signing(), { ...claims({ aud: 'products', iss: 'orders', htm: 'POST', htu: call.path, bod: 'x' }) }),
      call,
    ),
    { ok: false, error: 'wrong-type' },
  )
  assert.deepEqual(createIdentityVerifier({ keys, audience: 'products', clock }).verify(signed()), { ok: false, error: 'wrong-type' })
})

test('an identity expires after a minute, remembered or not', () => {
  const remembering = freshVerifier()
  const text = minter.mint(user)
  assert.equal(remembering.verify(text).ok, true)
  const before = now
  now += 60_000
  for (const { verify } of [remembering, freshVerifier()]) assert.deepEqual(verify(text), { ok: false, error: 'expired' })
  now = before
})

test('a viewer gets the same identity until it has 20 seconds left, an equal viewer too', () => {
  const before = now
  const text = minter.mint(user)
  now += 39_000
  assert.equal(minter.mint({ ...user }), text)
  now += 2_000
  const next = minter.mint(user)
  assert.notEqual(next, text)
  assert.notEqual(minter.mint({ ...user, scopes: [] }), next)
  now = before
})

test('after the clock was put back an identity is minted anew, and the old one is refused even where it is remembered', () => {
  const before = now
  const text = minter.mint(user)
  const remembering = freshVerifier()
  assert.equal(remembering.verify(text).ok, true)
  now -= 3_600_000
  try {
    assert.deepEqual(remembering.verify(text), { ok: false, error: 'too-long-lived' })
    assert.deepEqual(freshVerifier().verify(text), { ok: false, error: 'too-long-lived' })
    assert.deepEqual(freshVerifier().verify(minter.mint(user)), { ok: true, value: user })
  } finally {
    now = before
  }
})

test('a call is bound to its caller, audience, method, path and every byte of its body', () => {
  const text = signed()
  assert.deepEqual(calls.verify(text, call), { ok: true, value: { caller: 'orders' } })
  assert.deepEqual(calls.verify(text, { ...call, body: `${call.body} ` }), { ok: false, error: 'wrong-body' })
  assert.deepEqual(calls.verify(text, { ...call, body: '' }), { ok: false, error: 'wrong-body' })
  assert.deepEqual(calls.verify(text, { ...call, method: 'GET' }), { ok: false, error: 'wrong-request' })
  assert.deepEqual(calls.verify(text, { ...call, path: `${call.path}?a=1` }), { ok: false, error: 'wrong-request' })
  assert.deepEqual(createCallVerifier({ keysByCaller: { orders: keys }, audience: 'users', clock }).verify(text, call), {
    ok: false,
    error: 'wrong-audience',
  })
  assert.deepEqual(createCallVerifier({ keysByCaller: { router: keys }, audience: 'products', clock }).verify(text, call), {
    ok: false,
    error: 'unknown-caller',
  })
  assert.deepEqual(
    createCallVerifier({ keysByCaller: {}, audience: 'products', clock }).verify(
      signCall({ keys, caller: 'constructor', audience: 'products', ...call, clock }),
      call,
    ),
    { ok: false, error: 'unknown-caller' },
  )
  const others = createCallVerifier({ keysByCaller: { orders: folderOf(key('k1', 9)) }, audience: 'products', clock })
  assert.deepEqual(others.verify(text, call), { ok: false, error: 'forged' })
  const before = now
  now += 31_000
  assert.deepEqual(calls.verify(text, call), { ok: false, error: 'expired' })
  now = before
})
