import assert from 'node:assert/strict'
import { test } from 'node:test'

import { HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'

import { writeRefusal } from './writeRefusal.ts'

const error = (code: string, http?: object): GraphQLError =>
  new GraphQLError(code, { path: ['a'], extensions: { code, requestId: 'r', ...(http === undefined ? {} : { http }) } })

test('what errors say of HTTP is done and not told, of several the last one', () => {
  const headers = new HeaderMap([['retry-after', '3']])
  const {
    status,
    headers: said,
    text,
  } = writeRefusal({ errors: [error('A', { status: 403 }), error('B', { status: 429, headers }), error('C')], data: null }, '*/*')
  assert.deepEqual([status, said], [429, { 'retry-after': '3' }])
  const told = ['A', 'B', 'C'].map((code) => ({ message: code, path: ['a'], extensions: { code, requestId: 'r' } }))
  assert.deepEqual(JSON.parse(text), { errors: told, data: null })
})

test('a fault of the operation is told with 200 to a client that asks for application/json alone', () => {
  const fault = { errors: [error('BAD_USER_INPUT', { status: 400 })] }
  assert.deepEqual(
    ['application/json', '*/*'].map((accept) => writeRefusal(fault, accept).status),
    [200, 400],
  )
  assert.equal(writeRefusal({ errors: [error('COST_ESTIMATED_TOO_EXPENSIVE', { status: 400 })] }, 'application/json').status, 400)
})
