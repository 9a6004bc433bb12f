import assert from 'node:assert/strict'
import { test } from 'node:test'

import pg from 'pg'

import { isOutage } from './outage.ts'

const answered = (code: string, severity = 'ERROR'): Error => Object.assign(new pg.DatabaseError('no', 0, 'error'), { code, severity })

test('a server that is down, full, failing over or shutting down is an outage', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const errors = [
    refused,
    new AggregateError([refused], ''),
    answered('57P01', 'FATAL'),
    answered('55000', 'FATAL'),
    answered('08006'),
    answered('53300'),
    answered('25006'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
  ]
  assert.deepEqual(
    errors.map(isOutage),
    errors.map(() => true),
  )
})

test('a statement that the server refuses is none, nor is a bug', () => {
  assert.deepEqual([answered('23505'), answered('40P01'), answered('25P02'), new TypeError('undefined is no function'), 'text'].map(isOutage), [
    false,
    false,
    false,
    false,
    false,
  ])
})
