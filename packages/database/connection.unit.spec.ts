import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readConnection } from './connection.ts'

test('a loopback address is spoken to in the clear', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]']) assert.equal(readConnection(`postgres://u:p@${host}:5432/d`).ssl, false)
})

test('any other address asks for TLS, whatever half measure the URL names', () => {
  for (const mode of [
    '',
    '?sslmode=prefer',
    '?sslmode=require',
    '?sslmode=verify-ca',
    '?sslmode=no-verify',
    '?sslmode=verify-full',
    '?ssl=false',
    '?ssl=true&sslmode=require',
  ]) {
    const { ssl, connectionString } = readConnection(`postgres://u:p@db.example:5432/d${mode}`)
    assert.equal(ssl === false ? ssl : ssl.rejectUnauthorized, true, mode)
    assert.equal(connectionString, 'postgres://u:p@db.example:5432/d')
  }
})

test('only sslmode=disable speaks in the clear to another machine', () => {
  assert.equal(readConnection('postgres://u:p@db.example/d?sslmode=disable').ssl, false)
})
