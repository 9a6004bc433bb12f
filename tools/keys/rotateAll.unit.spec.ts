import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { edges, ownKeys, rotateAll } from './rotateAll.ts'

const root = mkdtempSync(join(tmpdir(), 'agora-keys-'))
after(() => rmSync(root, { recursive: true }))
const places = { edgeKeys: join(root, 'edges'), signingKeys: join(root, 'signing') }
const morning = new Date('2026-11-23T08:00:00Z')

test('the first call makes a key for each edge and one that signs tokens, and the same hour makes none', () => {
  assert.equal(rotateAll(places, morning).length, edges.length + Object.keys(ownKeys).length + 1)
  assert.deepEqual(readdirSync(places.edgeKeys).toSorted(), [...edges, ...Object.keys(ownKeys)].toSorted())
  assert.deepEqual(rotateAll(places, new Date('2026-11-23T09:00:00Z')), [])
})

test('nobody but the owner may read a key', () => {
  const folder = join(places.edgeKeys, 'router-users')
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600)
})

test('a day later each has a new key', () => {
  assert.equal(rotateAll(places, new Date('2026-11-24T08:00:01Z')).length, edges.length + 1)
})
