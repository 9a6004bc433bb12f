import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { SCHEMA_FOLDER } from './jsonSchemas.ts'
import { publishedSchemas } from './published.ts'

const root = mkdtempSync(join(tmpdir(), 'agora-events-'))
after(() => rmSync(root, { recursive: true, force: true }))

const git = (...args: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], { cwd: root })
function commit(file: string, text: string): void {
  writeFileSync(join(root, file), text)
  git('add', file)
  git('commit', '--quiet', '--message', file)
}

test('where nothing was ever committed nothing is published', () => {
  assert.deepEqual(
    publishedSchemas(root).map((schemas) => schemas.size),
    [0],
  )
})

test('what a schema once said is compared with, however many commits came since', () => {
  git('init', '--quiet')
  mkdirSync(join(root, SCHEMA_FOLDER), { recursive: true })
  const file = `${SCHEMA_FOLDER}/parcel.weighed.v1.json`
  commit(file, '{\n  "title": "grams"\n}\n')
  commit(file, '{\n  "title": "kilos"\n}\n')
  for (const name of ['one', 'two', 'three']) commit(name, name)
  const titles = publishedSchemas(root).map((schemas) => schemas.get('parcel.weighed.v1')?.['title'])
  assert.deepEqual(titles, ['kilos', 'kilos', 'grams'])
})
