import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { canReach } from './account.ts'
import { findBinaries } from './binaries.ts'
import { clearStalePostmaster, isAlive, readPostmaster } from './postmaster.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-postmaster-'))
after(() => rmSync(folder, { recursive: true }))
const file = (pid: number, port: number): void =>
  writeFileSync(join(folder, 'postmaster.pid'), `${pid}\n${folder}\n1764000000\n${port}\n\n127.0.0.1\n`)

test('a file whose process is gone is removed', async () => {
  file(2 ** 22 + 1, 5432)
  await clearStalePostmaster(folder)
  assert.equal(await readPostmaster(folder), undefined)
})

test('a file whose id went to a process that listens nowhere is removed', async () => {
  file(process.pid, 1)
  await clearStalePostmaster(folder)
  assert.equal(await readPostmaster(folder), undefined)
})

test('a process of another account counts as alive', () => {
  assert.equal(isAlive(1), true)
  assert.equal(isAlive(2 ** 22 + 1), false)
})

test('an account cannot reach below a folder that lets only its owner pass', () => {
  assert.equal(canReach(join(folder, 'inside', 'file'), { uid: 65_533, gid: 65_533 }), false)
  assert.equal(canReach('/usr/bin/env', { uid: 65_533, gid: 65_533 }), true)
})

test('a machine without packaged binaries is told how to go on', () => {
  assert.throws(() => findBinaries('sunos-sparc'), /--database-url/)
})
