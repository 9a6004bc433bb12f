import assert from 'node:assert/strict'
import { test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import type { TokenHolder } from '../identity/routerViewer.ts'
import { createViewerKeys } from './viewerKeys.ts'

const one: TokenHolder = { kind: 'user', sub: 'usr_1', sid: 'ses_1', roles: ['CUSTOMER'], scopes: ['a'], amr: ['pwd'], acr: '1', authTime: 1 }
const keys = createViewerKeys()

test('tells viewers with equal permissions apart, and gives them one key for what is public', () => {
  const other = { ...one, sub: 'usr_2', sid: 'ses_2' }
  assert.notEqual(keys(one).own, keys(other).own)
  assert.equal(keys(one).permissions, keys(other).permissions)
  assert.equal(keys(one).everybody, keys(other).everybody)
  assert.deepEqual(keys(one).everybody, { kind: 'anonymous', permissions: { kind: 'user', roles: ['CUSTOMER'], scopes: ['a'] } })
})

test('tells two tokens of one user apart where they say different things', () => {
  for (const more of [{ scopes: ['a', 'b'] }, { acr: '2' }, { sid: 'ses_9' }, { policies: ['p'] }])
    assert.notEqual(keys(one).own, keys({ ...one, ...more }).own)
  assert.equal(keys(one).own, keys({ ...one }).own)
})

test('gives other permissions another key', () => {
  for (const more of [{ scopes: [] }, { roles: [] }, { kind: 'guest' }] as const)
    assert.notEqual(keys(one).permissions, keys({ ...one, ...more }).permissions)
})

test('takes all without a token for one viewer', () => {
  assert.deepEqual(keys(anonymous), { own: 'anonymous', permissions: 'anonymous', everybody: { kind: 'anonymous' } })
  assert.equal(keys({ kind: 'anonymous' }).own, 'anonymous')
})
