import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { makeIfStale } from './stamp.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-made-'))
after(() => rmSync(folder, { recursive: true }))
const output = join(folder, 'output')
const make = async (): Promise<void> => writeFileSync(output, 'made')
const making = (...inputs: string[]): Promise<boolean> => makeIfStale({ output, stamp: join(folder, 'stamp'), inputs, make })

test('made when it is missing, when an input changed, and not otherwise', async () => {
  assert.deepEqual([await making('a', 'b'), await making('a', 'b'), await making('a', 'c'), await making('ac', '')], [true, false, true, true])
  rmSync(output)
  assert.equal(await making('ac', ''), true)
})

test('a failed making is tried again the next time', async () => {
  const failing = makeIfStale({ output, stamp: join(folder, 'stamp'), inputs: ['new'], make: async () => assert.fail('no') })
  await assert.rejects(failing, /no/)
  assert.equal(await making('new'), true)
})
