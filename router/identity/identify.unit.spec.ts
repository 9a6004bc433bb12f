import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok } from '@agora/errors/result.ts'
import { anonymous, type Principal } from '@agora/security/viewer.ts'

import { createIdentity } from './identify.ts'
import type { Freshness } from './revocations.ts'

const user: Principal = { kind: 'user', sub: 'usr_1', sid: 'ses_1', roles: [], scopes: [], amr: [], acr: '', authTime: 0 }
const guest: Principal = { ...user, kind: 'guest', sid: null }
const verify = async (token: string) => (token === 'good' ? ok(user) : fail('not-accepted' as const))
const trust = (freshness: Freshness, revoked = false) => ({ isRevoked: () => revoked, freshness: () => freshness })
const codeOf = (result: Awaited<ReturnType<ReturnType<typeof createIdentity>['identify']>>): unknown =>
  result.ok ? result.value : result.error.extensions['code']

test('takes a missing header for nobody in particular', async () => {
  assert.deepEqual(await createIdentity({ verify, revocations: null }).identify(undefined), { ok: true, value: anonymous })
})

test('accepts a verified bearer token', async () => {
  assert.deepEqual(await createIdentity({ verify, revocations: null }).identify('Bearer good'), { ok: true, value: user })
})

test('refuses every other header, an empty one included', async () => {
  const { identify } = createIdentity({ verify, revocations: null })
  for (const header of ['', 'Bearer', 'Bearer ', 'Basic good', 'good', 'Bearer good extra', 'Bearer bad', 'Bearer good, Bearer good']) {
    assert.equal(codeOf(await identify(header)), 'UNAUTHENTICATED', header)
  }
})

test('refuses every token where the router has no keys', async () => {
  assert.equal(codeOf(await createIdentity({ verify: null, revocations: null }).identify('Bearer good')), 'UNAUTHENTICATED')
})

test('does not blame the token when keys are missing', async () => {
  const unable = async () => fail('keys-unavailable' as const)
  assert.equal(codeOf(await createIdentity({ verify: unable, revocations: null }).identify('Bearer good')), 'IDENTITY_UNAVAILABLE')
})

test('refuses a token whose session was ended, whatever the age of the list', async () => {
  for (const freshness of ['fresh', 'stale', 'expired'] as const) {
    assert.equal(codeOf(await createIdentity({ verify, revocations: trust(freshness, true) }).identify('Bearer good')), 'UNAUTHENTICATED')
  }
})

test('lets signed-in users change things only while the list can be trusted', () => {
  const refusal = (freshness: Freshness, viewer: Parameters<ReturnType<typeof createIdentity>['refuseChanges']>[0]) =>
    createIdentity({ verify, revocations: trust(freshness) }).refuseChanges(viewer)?.extensions['code'] ?? null
  assert.deepEqual(
    ['fresh', 'stale', 'expired', 'never'].map((freshness) => refusal(freshness as Freshness, user)),
    [null, null, 'IDENTITY_UNAVAILABLE', 'IDENTITY_UNAVAILABLE'],
  )
  assert.equal(refusal('expired', guest), null)
  assert.equal(refusal('expired', anonymous), null)
  assert.equal(createIdentity({ verify, revocations: null }).refuseChanges(user), null)
})
