import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { takeLock } from './lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-lock-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'deep', 'lock')

test('a lock is taken, and given back', async () => {
  const giveBack = await takeLock(file)
  assert.equal(existsSync(file), true)
  giveBack()
  assert.equal(existsSync(file), false)
})

test('a lock of a process that lives is refused with the way out', async () => {
  const { readFileSync } = await import('node:fs')
  const born = readFileSync('/proc/1/stat', 'utf8').split(') ').at(-1)?.split(' ')[19]
  writeFileSync(file, `1\n${born}\n`)
  await assert.rejects(takeLock(file), { name: 'OperatorError', message: /^Agora already runs in this clone \(process 1\).*AGORA_DATA/ })
  rmSync(file)
})

test('a lock whose id belongs to a younger process by now is stale', async () => {
  writeFileSync(file, '1\n123456789\n')
  const giveBack = await takeLock(file)
  giveBack()
})

test('a lock that says nothing is stale', async () => {
  writeFileSync(file, '')
  const giveBack = await takeLock(file)
  giveBack()
})
