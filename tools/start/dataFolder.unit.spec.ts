import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { dataFolder, defaultDataRoot, drawSecrets, repository } from './dataFolder.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-data-'))
after(() => rmSync(folder, { recursive: true }))

test('a secret is drawn once, another beside it later, and nobody else may read them', async () => {
  const file = join(folder, 'secrets', 'some.json')
  const first = await drawSecrets(file, ['a'])
  const second = await drawSecrets(file, ['a', 'b'])
  assert.equal(second.a, first.a)
  assert.match(second.b, /^[\w-]{24}$/)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'secrets')).mode & 0o777, 0o700)
})

test('data lies in the clone unless AGORA_DATA says otherwise', () => {
  assert.equal(defaultDataRoot({}), join(repository, '.agora'))
  assert.equal(defaultDataRoot({ AGORA_DATA: '/elsewhere' }), '/elsewhere')
  assert.equal(dataFolder('/elsewhere').log('users'), '/elsewhere/logs/users.log')
})
