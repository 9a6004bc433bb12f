import assert from 'node:assert/strict'
import { test } from 'node:test'

import { decideRoles, decideStatus, type Standing } from './decide.ts'

const customer: Standing = { roles: ['CUSTOMER'], status: 'ACTIVE', version: 3 }
const admin: Standing = { roles: ['ADMIN'], status: 'ACTIVE', version: 3 }
const seen = { expectedVersion: 3, otherAdmins: 1 }
const alone = { expectedVersion: 3, otherAdmins: 0 }

test('gives the roles asked for, each once, in their order', () => {
  assert.deepEqual(decideRoles(customer, ['SUPPORT', 'CUSTOMER', 'SUPPORT'], seen), { ok: true, value: { roles: ['CUSTOMER', 'SUPPORT'] } })
})

test('changes nothing when it is so already', () => {
  assert.deepEqual(decideRoles(customer, ['CUSTOMER'], seen), { ok: true, value: null })
  assert.deepEqual(decideStatus(customer, 'ACTIVE', seen), { ok: true, value: null })
})

test('refuses an account without a role', () => {
  assert.deepEqual(decideRoles(customer, [], seen), { ok: false, error: 'NO_ROLE' })
})

test('refuses what was decided on an older version, and what is not there', () => {
  const stale = { ...seen, expectedVersion: 2 }
  assert.deepEqual(decideRoles(customer, ['SUPPORT'], stale), { ok: false, error: 'VERSION_CONFLICT' })
  assert.deepEqual(decideStatus(customer, 'DEACTIVATED', stale), { ok: false, error: 'VERSION_CONFLICT' })
  assert.deepEqual(decideStatus(undefined, 'DEACTIVATED', seen), { ok: false, error: 'USER_NOT_FOUND' })
})

test('keeps the last administrator, whichever way they would go', () => {
  assert.deepEqual(decideRoles(admin, ['CUSTOMER'], alone), { ok: false, error: 'LAST_ADMIN' })
  assert.deepEqual(decideStatus(admin, 'DEACTIVATED', alone), { ok: false, error: 'LAST_ADMIN' })
  assert.deepEqual(decideRoles(admin, ['CUSTOMER'], seen), { ok: true, value: { roles: ['CUSTOMER'] } })
  assert.deepEqual(decideRoles(admin, ['ADMIN', 'CUSTOMER'], alone), { ok: true, value: { roles: ['CUSTOMER', 'ADMIN'] } })
  assert.deepEqual(decideStatus({ ...admin, status: 'DEACTIVATED' }, 'ACTIVE', alone), { ok: true, value: { status: 'ACTIVE' } })
})
