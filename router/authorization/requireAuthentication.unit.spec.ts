import assert from 'node:assert/strict'
import { test } from 'node:test'

import { errorCodes } from '@agora/errors/codes.ts'
import { anonymous } from '@agora/security/viewer.ts'

import { refuseAnonymous } from './requireAuthentication.ts'

const guest = { kind: 'guest', sub: 'gst_1', sid: null, roles: [], scopes: [], amr: [], acr: '', authTime: 0 } as const

test('turns nobody in particular away with 401 where a token is required', () => {
  const refusal = refuseAnonymous(anonymous, true)
  assert.deepEqual(JSON.parse(JSON.stringify(refusal)), { message: 'unauthenticated', extensions: { code: 'AUTH_ERROR' } })
  assert.equal(errorCodes.AUTH_ERROR.status, 401)
})

test('lets a guest pass, and everybody where none is required', () => {
  assert.equal(refuseAnonymous(guest, true), null)
  assert.equal(refuseAnonymous(anonymous, false), null)
})
