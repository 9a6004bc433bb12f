import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { JWTPayload } from 'jose'

import type { TokenHolder } from './routerViewer.ts'
import { viewerOf } from './viewerOf.ts'

const OWN = { scopesClaim: 'scope', policiesClaim: undefined }
const read = (claims: JWTPayload, names: Parameters<typeof viewerOf>[1] = OWN): TokenHolder => {
  const viewer = viewerOf({ sub: 'x', ...claims }, names)
  assert.ok(viewer.ok)
  return viewer.value
}

test("makes a user of another issuer's token, who has its scopes and no role of ours", () => {
  assert.deepEqual(read({ sub: 'audit', iat: 7, scope: 'a b', roles: ['Owner'] }), {
    kind: 'user',
    sub: 'audit',
    sid: null,
    roles: [],
    scopes: ['a', 'b'],
    amr: [],
    acr: '',
    authTime: 7,
  })
})

test('reads scopes from the claim that the config names, and from no other', () => {
  const names = { ...OWN, scopesClaim: 'https://example.com/permissions' }
  assert.deepEqual(read({ scope: 'a', 'https://example.com/permissions': ['b', 1, 'c'] }, names).scopes, ['b', 'c'])
  assert.deepEqual(read({ scope: 'a' }, names).scopes, [])
  assert.deepEqual(read({ roles: 'read:birthday' }, { ...OWN, scopesClaim: 'roles' }).scopes, ['read:birthday'])
})

test('takes what every object inherits for no claim', () => {
  for (const scopesClaim of ['constructor', 'toString', '__proto__']) assert.deepEqual(read({}, { ...OWN, scopesClaim }).scopes, [])
})

test('reads policies only where the config names a claim for them', () => {
  assert.equal('policies' in read({ policies: ['p'] }), false)
  const names = { ...OWN, policiesClaim: 'policies' }
  assert.deepEqual(read({ policies: ['p', 'q'] }, names).policies, ['p', 'q'])
  assert.deepEqual(read({}, names).policies, [])
})
