import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createBoundedMap } from './boundedMap.ts'
import { isRole, roleScopes, roles, scopesOf } from './roles.ts'
import { anonymous, hasScope, isSignedIn, type Viewer } from './viewer.ts'

test('the table gives each role its scopes and no other', () => {
  const own = ['account:read', 'account:write', 'cart:merge']
  assert.deepEqual(Object.fromEntries(roles.map((role) => [role, scopesOf([role])])), {
    GUEST: [],
    CUSTOMER: own,
    SUPPORT: [...own, 'carts:read', 'catalog:read', 'inventory:read', 'users:read', 'orders:read', 'orders:write', 'payments:read'].sort(),
    MERCHANDISER: [...own, 'catalog:read', 'catalog:write', 'inventory:read', 'inventory:write'].sort(),
    FINANCE: [...own, 'catalog:read', 'reports:read', 'orders:read', 'orders:refund', 'payments:read'].sort(),
    ADMIN: [...new Set(Object.values(roleScopes).flat())].sort(),
    SERVICE: [],
  })
})

test('roles together carry each scope once, sorted', () => {
  assert.deepEqual(scopesOf(['FINANCE', 'CUSTOMER', 'GUEST']), [
    'account:read',
    'account:write',
    'cart:merge',
    'catalog:read',
    'orders:read',
    'orders:refund',
    'payments:read',
    'reports:read',
  ])
})

test('only names of the table are roles', () => {
  assert.deepEqual(['ADMIN', 'admin', 'constructor', '', null, 3].map(isRole), [true, false, false, false, false, false])
})

test('the anonymous has no scope and is not signed in, a guest is not signed in either', () => {
  const guest: Viewer = { kind: 'guest', sub: 'gst_1', sid: null, roles: ['GUEST'], scopes: ['x'], amr: [], acr: '', authTime: 0 }
  assert.deepEqual(
    [anonymous, guest].map((viewer) => [isSignedIn(viewer), hasScope(viewer, 'x'), hasScope(viewer, 'y')]),
    [
      [false, false, false],
      [false, true, false],
    ],
  )
})

test('a bounded map never holds more than its limit and keeps what is asked for', () => {
  const map = createBoundedMap<number, string>(10)
  for (let key = 0; key < 1000; key++) {
    map.set(key, String(key))
    assert.equal(map.get(0), '0')
    assert.ok(map.size <= 10)
  }
  assert.deepEqual([map.get(999), map.get(1), map.get(0)], ['999', undefined, '0'])
  map.delete(0)
  assert.equal(map.get(0), undefined)
})
