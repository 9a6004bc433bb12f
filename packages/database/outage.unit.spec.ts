import assert from 'node:assert/strict'
import { test } from 'node:test'

import pg from 'pg'

import { isDatabaseFailure, isOutage, reasonOf } from './outage.ts'

const answered = (code: string, severity = 'ERROR'): Error => Object.assign(new pg.DatabaseError('no', 0, 'error'), { code, severity })

/** As Prisma's client throws what its adapter for `pg` made of a failure. */
const prisma = (code: string, cause: object): Error =>
  Object.assign(new Error('\nInvalid `prisma.user.findFirst()` invocation:\n\n\nno'), { code, meta: { driverAdapterError: { cause } } })

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

const outages = [
  refused,
  new AggregateError([refused], ''),
  answered('57P01', 'FATAL'),
  answered('57P03', 'FATAL'),
  answered('55000', 'FATAL'),
  answered('08006'),
  answered('53300', 'FATAL'),
  answered('53200'),
  answered('25006'),
  answered('25P04', 'FATAL'),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Query read timeout'),
  new Error('Client has encountered a connection error and is not queryable'),
  prisma('P1001', { kind: 'DatabaseNotReachable' }),
  prisma('P1017', { kind: 'ConnectionClosed' }),
  prisma('P2037', { kind: 'TooManyConnections', originalCode: '53300' }),
  prisma('P2010', { kind: 'postgres', originalCode: '57P01', severity: 'FATAL' }),
  Object.assign(new Error('Transaction API error: Unable to start a transaction in the given time.'), { code: 'P2028', meta: {} }),
]
const waitedInVain = [answered('57014'), answered('55P03'), prisma('P2039', { kind: 'postgres', originalCode: '57014', severity: 'ERROR' })]
const ownFailures = [
  answered('23505'),
  answered('40P01'),
  answered('25P02'),
  prisma('P2002', { kind: 'UniqueConstraintViolation', originalCode: '23505' }),
  Object.assign(new Error('not found'), { code: 'P2025', meta: {} }),
  new TypeError('undefined is no function'),
  'text',
  undefined,
]

const judged = (judge: (error: unknown) => boolean) => [outages, waitedInVain, ownFailures].map((errors) => [...new Set(errors.map(judge))])

test('a server that is down, full, failing over, shutting down or silent is an outage, whoever tells of it', () => {
  assert.deepEqual(judged(isOutage), [[true], [false], [false]])
})

test('what was given up because the database was slow is its failure as well, but none that all others share', () => {
  assert.deepEqual(judged(isDatabaseFailure), [[true], [true], [false]])
})

test('the reason is told in a line', () => {
  assert.deepEqual([answered('57014'), new AggregateError([refused], ''), new Error('Query read timeout'), 'text'].map(reasonOf), [
    '57014 no',
    'connect ECONNREFUSED',
    'Query read timeout',
    'text',
  ])
})
