import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { EnvironmentError, flag, port, readEnvironment } from './environment.ts'

const shape = { PORT: port, DATABASE_URL: z.url(), DEV: flag.default(false) }

test('reads numbers, addresses and switches', () => {
  assert.deepEqual(readEnvironment(shape, { PORT: '4000', DATABASE_URL: 'postgres://localhost/users', DEV: 'true', OTHER: 'ignored' }), {
    PORT: 4000,
    DATABASE_URL: 'postgres://localhost/users',
    DEV: true,
  })
})

test('an empty variable counts as unset', () => {
  assert.equal(readEnvironment(shape, { PORT: '0', DATABASE_URL: 'postgres://localhost/users', DEV: '' }).DEV, false)
})

test('names every fault at once and no value', () => {
  const secret = 'hunter2 is not an address'
  assert.throws(
    () => readEnvironment(shape, { PORT: '70000', DATABASE_URL: secret, DEV: 'yes' }),
    (error) => {
      assert.ok(error instanceof EnvironmentError)
      assert.deepEqual(
        error.message.split('\n').map((line) => line.trim().split(':')[0]),
        ['The environment is not complete', 'PORT', 'DATABASE_URL', 'DEV'],
      )
      assert.ok(!error.message.includes('hunter2'))
      return true
    },
  )
})
