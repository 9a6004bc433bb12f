import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseConfig } from '../config/readConfigFile.ts'
import { authzConfig } from './authzConfig.ts'

const read = (options: object | null) => {
  const config = parseConfig(authzConfig(options === null ? '' : JSON.stringify(options)), () => undefined)
  assert.ok(config.ok, config.ok ? '' : config.error)
  return config.value.config.authorization
}
const plain = {
  mode: 'filter',
  errors: 'errors',
  log: true,
  requireAuthentication: false,
  scopesClaim: 'scope',
  policiesClaim: 'policies',
  subgraphsCheckToo: false,
}

test('every option of the harness of the authorization cases has its word in the config', () => {
  assert.deepEqual(read(null), plain)
  assert.deepEqual(read({}), plain)
  assert.deepEqual(read({ reject_unauthorized: true }), { ...plain, mode: 'reject' })
  assert.deepEqual(read({ dry_run: true, 'errors.response': 'extensions' }), { ...plain, mode: 'dry-run', errors: 'extensions' })
  assert.deepEqual(read({ require_authentication: true, scopes_claim: 'roles' }), { ...plain, requireAuthentication: true, scopesClaim: 'roles' })
})
