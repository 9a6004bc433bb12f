import assert from 'node:assert/strict'
import { test } from 'node:test'

import { GraphQLError } from 'graphql'

import { codedError, isCatalogued } from './graphqlError.ts'

test('an error of the catalogue carries its code and details', () => {
  const error = codedError('RATE_LIMITED', 'Too many requests', { retryAfterSeconds: 3 })
  assert.deepEqual(error.toJSON(), { message: 'Too many requests', extensions: { retryAfterSeconds: 3, code: 'RATE_LIMITED' } })
})

test('details cannot replace the code', () => {
  assert.equal(codedError('FORBIDDEN', 'No', { code: 'OK' }).extensions['code'], 'FORBIDDEN')
})

test('only codes of the catalogue may be shown as they are', () => {
  const withCode = (code: unknown): boolean => isCatalogued(new GraphQLError('x', { extensions: { code } }))
  assert.deepEqual(['FORBIDDEN', 'INTERNAL_SERVER_ERROR', 'SOMETHING_ELSE', 'constructor', '__proto__', 7, undefined].map(withCode), [
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
  assert.equal(isCatalogued({}), false)
})
