import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'

import { refresh, staleFiles } from './freshness.ts'

test('a missing and an edited file are stale until they are written again', (context) => {
  const root = mkdtempSync(`${tmpdir()}/agora-fresh-`)
  context.after(() => rmSync(root, { recursive: true }))
  const files = new Map([
    ['schema/a.graphql', 'a\n'],
    ['b.md', 'b\n'],
  ])
  assert.deepEqual(staleFiles(root, files), ['schema/a.graphql', 'b.md'])
  assert.deepEqual(refresh(root, files), ['schema/a.graphql', 'b.md'])
  assert.deepEqual(staleFiles(root, files), [])
  writeFileSync(`${root}/b.md`, 'edited\n')
  assert.deepEqual(refresh(root, files), ['b.md'])
  assert.equal(readFileSync(`${root}/b.md`, 'utf8'), 'b\n')
})
