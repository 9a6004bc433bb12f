import assert from 'node:assert/strict'
import { test } from 'node:test'

import { compareMigrations } from './migrate.ts'

const folder = [
  { name: '1_first', sql: '', checksum: 'a' },
  { name: '2_second', sql: '', checksum: 'b' },
]

test('what the database never had is pending', () => {
  const status = compareMigrations([{ name: '1_first', checksum: 'a', finished: true }], folder)
  assert.deepEqual(status, { applied: ['1_first'], pending: ['2_second'], edited: [], failed: [], unknown: [] })
})

test('a script edited after it was applied is named', () => {
  const status = compareMigrations([{ name: '1_first', checksum: 'other', finished: true }], folder)
  assert.deepEqual(status.edited, ['1_first'])
})

test('a migration that never finished is failed, not pending and not applied', () => {
  const status = compareMigrations([{ name: '1_first', checksum: 'a', finished: false }], folder)
  assert.deepEqual(status, { applied: [], pending: ['2_second'], edited: [], failed: ['1_first'], unknown: [] })
})

test('a migration that the folder lacks is unknown', () => {
  const status = compareMigrations([{ name: '0_zero', checksum: 'z', finished: true }], folder)
  assert.deepEqual(status.unknown, ['0_zero'])
})
