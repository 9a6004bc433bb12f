import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema } from 'graphql'

import { errorCodes } from '@agora/errors/codes.ts'

import { errorFamilies, errorsDoc } from './errorsDoc.ts'

const schema = buildSchema(`type Query { a: CartErrorCode b: AddressErrorCode c: Kind }
  "Why a cart was not changed." enum CartErrorCode { "Too many | at once." FULL }
  "Why not." enum AddressErrorCode { "Gone." MISSING }
  enum Kind { A }`)

test('finds the families of refusals by name, sorted', () => {
  assert.deepEqual(
    errorFamilies(schema).map(({ name }) => name),
    ['AddressErrorCode', 'CartErrorCode'],
  )
})

test('says every top-level code with its status and every refusal with its meaning', () => {
  const text = errorsDoc(schema)
  for (const code of Object.keys(errorCodes))
    assert.ok(text.includes(`| \`${code}\` | ${errorCodes[code as keyof typeof errorCodes].status} |`), code)
  assert.match(
    text,
    /### CartErrorCode\nWhy a cart was not changed\.\n\n\| code \| meaning \|\n\|---\|---\|\n\| `FULL` \| Too many \\\| at once\. \|/,
  )
})
