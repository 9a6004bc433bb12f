import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { anonymous } from '@agora/security/viewer.ts'

import type { TokenHolder } from '../identity/routerViewer.ts'
import { truePolicies, type PolicyService } from './policyService.ts'

const logger = createLogger({ service: 'router', level: 'silent' })
const viewer: TokenHolder = { kind: 'user', sub: 'usr_1', sid: null, roles: [], scopes: [], amr: [], acr: '', authTime: 0 }
const service = (decide: PolicyService['decide']): PolicyService => ({ decide })
const policies = ['adult', 'vip']

test('without a service no policy is true', async () => {
  assert.deepEqual(await truePolicies({ policies, viewer, service: null, logger }), new Set())
})

test('what the token claims is true, as far as it is asked for', async () => {
  const claims = { ...viewer, policies: ['vip', 'king'] }
  assert.deepEqual(await truePolicies({ policies, viewer: claims, service: null, logger }), new Set(['vip']))
})

test('a service is asked once for what is still open, and cannot say more than it was asked', async () => {
  const asked: unknown[] = []
  const decided = await truePolicies({
    policies,
    viewer: { ...viewer, policies: ['vip'] },
    service: service(async (open, of) => {
      asked.push([open, of.kind])
      return new Set(['adult', 'king'])
    }),
    logger,
  })
  assert.deepEqual(decided, new Set(['adult', 'vip']))
  assert.deepEqual(asked, [[['adult'], 'user']])
})

test('a service may say something of nobody in particular too', async () => {
  const decided = await truePolicies({ policies, viewer: anonymous, service: service(async () => new Set(['adult'])), logger })
  assert.deepEqual(decided, new Set(['adult']))
})

test('a service that fails opens nothing', async () => {
  const failing = service(() => Promise.reject(new Error('away')))
  assert.deepEqual(await truePolicies({ policies, viewer, service: failing, logger }), new Set())
})

test('nobody is asked about nothing', async () => {
  const never = service(() => assert.fail('asked'))
  assert.deepEqual(await truePolicies({ policies: [], viewer, service: never, logger }), new Set())
})
