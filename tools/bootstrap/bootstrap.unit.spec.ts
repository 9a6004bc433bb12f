import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { explain, installArguments } from './install.mjs'
import { environmentFor, plainEnvironment } from './runOn.mjs'
import { isFresh, writeStamp } from './stamp.mjs'

const run = join(import.meta.dirname, 'run.mjs')
const repository = join(import.meta.dirname, '..', '..')

test('a Node that is too old gets one sentence and exit code 1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agora-old-node-'))
  const pretend = join(folder, 'pretend.cjs')
  writeFileSync(pretend, "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })")
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--require', pretend, run, 'nothing.ts'], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  assert.equal(status, 1)
  assert.equal(stdout, '')
  assert.equal(stderr, 'Agora needs Node 20 or newer to start (this is 18.20.4): install it from https://nodejs.org and run the command again.\n')
})

test('the first file uses no syntax that an old Node cannot read', () => {
  const text = readFileSync(run, 'utf8').replace(/^\/\/.*$/gm, '')
  assert.doesNotMatch(text, /=>|\?\.|\?\?|`|\bawait\b|\bconst\b|\blet\b|^import\s/m)
})

test('the installer is one pinned pnpm, from the frozen lockfile', () => {
  assert.deepEqual(installArguments.slice(2, 4), ['install', '--frozen-lockfile'])
  assert.match(installArguments[1] ?? '', /^pnpm@\d+\.\d+\.\d+$/)
})

test('a registry out of reach is told from any other failure', () => {
  assert.match(explain('npm error code ENOTFOUND', 1), /registry cannot be reached/)
  assert.match(explain('ERR_PNPM_OUTDATED_LOCKFILE', 1), /pnpm ended with 1/)
})

test('what npm adds to the environment of its scripts is not passed on', () => {
  assert.deepEqual(plainEnvironment({ PATH: '/bin', npm_config_cache: 'x', npm_lifecycle_event: 'start', INIT_CWD: '/', PORT: '1' }), {
    PATH: '/bin',
    PORT: '1',
  })
})

test('compiled code is kept in the clone, unless the environment names another place', () => {
  assert.deepEqual(environmentFor('/clone', { PATH: '/bin' }), { PATH: '/bin', NODE_COMPILE_CACHE: '/clone/node_modules/.cache/compiled' })
  assert.equal(environmentFor('/clone', { NODE_COMPILE_CACHE: '/elsewhere' }).NODE_COMPILE_CACHE, '/elsewhere')
})

test('an edited lockfile makes the installation stale', () => {
  const folder = mkdtempSync(join(tmpdir(), 'agora-stamp-'))
  for (const name of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) cpSync(join(repository, name), join(folder, name))
  execFileSync('mkdir', [join(folder, 'node_modules')])
  assert.equal(isFresh(folder), false)
  writeStamp(folder)
  assert.equal(isFresh(folder), true)
  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: other')
  assert.equal(isFresh(folder), false)
  rmSync(folder, { recursive: true })
})
