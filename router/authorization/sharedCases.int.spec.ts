import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const repository = join(import.meta.dirname, '..', '..')
const folder = join(repository, '..', 'shared', 'authz')
const skip = existsSync(folder) ? false : 'the authorization cases are not beside this checkout'

test('a router answers 146 cases of authorization as they want it and lets no value through that the rights forbid', { skip }, async () => {
  const command = 'node tools/bootstrap/run.mjs router/testing/serveAuthzCase.ts'
  const args = [
    '--cases',
    join(folder, 'cases.json'),
    '--modules',
    import.meta.dirname,
    '--gateway-cmd',
    command,
    '--identity',
    'jwt',
    '--options',
    '--quiet',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'run-authz.mjs'), ...args], { cwd: repository })
  // The others differ in the style of error paths: ADR 28 names them.
  assert.equal(stdout.trim().split('\n').at(-1), 'authz: 146/146 cases (strict 129, leaks 0)')
})
