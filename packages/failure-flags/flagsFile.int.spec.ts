import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { noFailures } from './failureFlags.ts'
import { openFlags, readFlags, writeFlags } from './flagsFile.ts'

const folder = mkdtempSync(join(tmpdir(), 'failure-flags-'))
after(() => rmSync(folder, { recursive: true }))

const slow = { ...noFailures, providerDelayMs: 200 }

test('what was written is read, by its owner alone, and nothing else is left in the folder', () => {
  const file = join(folder, 'flags.json')
  writeFlags(file, slow)
  writeFlags(file, { ...slow, paymentFailurePercent: 100 })
  assert.deepEqual(readFlags(file), { ...slow, paymentFailurePercent: 100 })
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), ['flags.json'])
})

test('a file that is missing, broken or out of bounds means that all is well', () => {
  const file = join(folder, 'broken.json')
  assert.deepEqual(readFlags(file), noFailures)
  for (const text of ['', '{', 'null', '{"paymentFailurePercent":100}', JSON.stringify({ ...slow, providerDelayMs: 60_001 })]) {
    writeFileSync(file, text)
    assert.deepEqual(readFlags(file), noFailures, text)
  }
})

test('the file is looked at again after 250 ms and not before; without one there are no flags', () => {
  const file = join(folder, 'looked-at.json')
  let now = 0
  const flags = openFlags(file, () => now)
  assert.deepEqual(flags(), noFailures)
  writeFlags(file, slow)
  now = 249
  assert.deepEqual(flags(), noFailures)
  now = 250
  assert.deepEqual(flags(), slow)
  assert.deepEqual(openFlags(undefined)(), noFailures)
})
