import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { repository } from '../start/dataFolder.ts'
import { composeIfStale } from './composeIfStale.ts'

test('composes once for the same sources, and what is committed stays as it is', async () => {
  const supergraph = (): Promise<string> => readFile(join(repository, 'schema', 'supergraph.graphql'), 'utf8')
  const before = await supergraph()
  await composeIfStale()
  assert.equal(await composeIfStale(), false)
  assert.equal(await supergraph(), before)
})
