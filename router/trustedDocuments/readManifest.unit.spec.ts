import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { listDocuments } from './listedDocuments.ts'
import { readManifest, sha256 } from './readManifest.ts'

const manifest = (operations: unknown, more: object = {}): string =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations, ...more })

test('a manifest lists texts by ids, whatever else it says of them', () => {
  const body = 'query A { a }'
  const text = manifest([
    { id: sha256(body), body, name: 'A', type: 'query', clientName: 'web' },
    { id: 'b/1', body: '{ b }', name: 'B', type: 'query' },
  ])
  assert.deepEqual(readManifest(text), {
    ok: true,
    value: [
      { id: sha256(body), body },
      { id: 'b/1', body: '{ b }' },
    ],
  })
})

test('what is no manifest is named, with where it goes wrong', () => {
  const errorOf = (text: string): string => {
    const read = readManifest(text)
    return read.ok ? '' : read.error
  }
  assert.match(errorOf('{'), /^is none of the format apollo-persisted-query-manifest, version 1 \(the file: /)
  assert.match(errorOf(manifest([], { version: 2 })), /\(version: /)
  assert.match(errorOf(manifest([{ id: '', body: 'x' }])), /\(operations\.0\.id: /)
  assert.match(errorOf('{"data": "relay"}'), /\(format: /)
})

test('an id that looks like a hash must be that of its text', () => {
  const other = sha256('{ other }')
  assert.deepEqual(readManifest(manifest([{ id: other, body: '{ a }' }])), {
    ok: false,
    error: `has an id that looks like a SHA-256 and is not that of its body: ${other}`,
  })
  const upper = sha256('{ a }').toUpperCase()
  assert.equal(readManifest(manifest([{ id: upper, body: '{ a }' }])).ok, false)
})

test('documents are found by their ids and by their hashes, and no id stands for two', () => {
  const listed = listDocuments([
    { id: 'a', body: '{ a }' },
    { id: 'a', body: '{ a }' },
    { id: 'also-a', body: '{ a }' },
  ])
  assert.ok(listed.ok)
  assert.deepEqual(
    ['a', 'also-a', sha256('{ a }'), 'b', '__proto__'].map((id) => listed.value.find(id)),
    ['{ a }', '{ a }', '{ a }', undefined, undefined],
  )
  assert.deepEqual([listed.value.size, listed.value.holds('{ a }'), listed.value.holds('{ a } '), listed.value.holds('{a}')], [1, true, false, false])
  assert.deepEqual(
    listDocuments([
      { id: 'a', body: '{ a }' },
      { id: 'a', body: '{ b }' },
    ]),
    { ok: false, error: 'a' },
  )
})

test('the manifest of the clients of this shop can be read, and each id is the hash of its text', () => {
  const read = readManifest(readFileSync(new URL('../../schema/trustedDocuments.json', import.meta.url), 'utf8'))
  assert.ok(read.ok && read.value.length > 20)
  for (const { id, body } of read.value) assert.equal(id, sha256(body))
})
