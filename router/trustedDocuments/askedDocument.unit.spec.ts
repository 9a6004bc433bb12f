import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readAsked, withSource } from './askedDocument.ts'

const post = (body: unknown) => ({ method: 'POST', body, search: '?query={search}' })
const get = (params: Readonly<Record<string, string>>) => ({ method: 'GET', body: undefined, search: `?${new URLSearchParams(params).toString()}` })
const nothing = { source: undefined, documentId: undefined, isPersisted: false, hash: undefined }
const persistedQuery = { version: 1, sha256Hash: 'h' }

test('of a POST the body is read, and never the search', () => {
  assert.deepEqual(readAsked(post({ query: '{ a }', documentId: 'd', extensions: { persistedQuery } })), {
    source: '{ a }',
    documentId: 'd',
    isPersisted: true,
    hash: 'h',
  })
  for (const body of [undefined, null, 'text', [], 5, {}, { query: 5, documentId: {}, extensions: 'x' }])
    assert.deepEqual(readAsked(post(body)), nothing)
})

test('of a GET the search is read, and what it says twice or not as JSON is not said', () => {
  assert.deepEqual(readAsked(get({ query: '{ a }', extensions: JSON.stringify({ persistedQuery }) })), {
    ...nothing,
    source: '{ a }',
    isPersisted: true,
    hash: 'h',
  })
  assert.deepEqual(readAsked({ ...get({}), search: '?query=a&query=b&documentId=c&documentId=d&extensions={' }), nothing)
  assert.deepEqual(readAsked({ ...get({}), search: '' }), nothing)
})

test('a hash of another version, or one that is no text, is said and cannot be used', () => {
  for (const persisted of [{ version: 2, sha256Hash: 'h' }, { version: '1', sha256Hash: 'h' }, { version: 1, sha256Hash: {} }, 'h'])
    assert.deepEqual(readAsked(post({ extensions: { persistedQuery: persisted } })), { ...nothing, isPersisted: true })
})

test('a document that was found takes the place of its id, and all else stays', () => {
  const body = { documentId: 'd', variables: { a: 1 }, operationName: 'A', extensions: { persistedQuery, trace: true } }
  assert.deepEqual(withSource(post(body), '{ a }').body, { query: '{ a }', variables: { a: 1 }, operationName: 'A', extensions: { trace: true } })
  assert.deepEqual(JSON.stringify(withSource(post({ extensions: { persistedQuery } }), '{ a }').body), '{"query":"{ a }"}')
  assert.deepEqual(withSource(post({ documentId: 'd', extensions: 'x' }), '{ a }').body, { query: '{ a }', extensions: 'x' })
  const { search } = withSource(
    get({ documentId: 'd', variables: '{"a":1}', extensions: JSON.stringify({ persistedQuery, trace: true }) }),
    '{ a & b }',
  )
  assert.deepEqual(Object.fromEntries(new URLSearchParams(search)), { query: '{ a & b }', variables: '{"a":1}', extensions: '{"trace":true}' })
  assert.equal(withSource(get({ documentId: 'd', extensions: '{' }), 'a').search, '?query=a')
})
