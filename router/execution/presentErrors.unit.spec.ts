import assert from 'node:assert/strict'
import { test } from 'node:test'

import { GraphQLError } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import { MASKED_MESSAGE, presentErrors } from './presentErrors.ts'

const setup = () => {
  const lines: string[] = []
  const context = { requestId: 'r-1', logger: createLogger({ service: 'router', destination: { write: (line: string) => void lines.push(line) } }) }
  const present = (message: string, extensions: Record<string, unknown>) =>
    presentErrors([new GraphQLError(message, { path: ['a', 0], extensions })], context)[0]?.toJSON()
  return { lines, present, context }
}

test('lets a promised code pass with message, path and details, without what is internal', () => {
  const { present, lines } = setup()
  const shown = present('Not yours.', {
    code: 'FORBIDDEN',
    scope: 'x',
    serviceName: 'users',
    stacktrace: ['at x'],
    exception: {},
    http: { status: 418 },
  })
  assert.deepEqual(shown, { message: 'Not yours.', path: ['a', 0], extensions: { code: 'FORBIDDEN', scope: 'x', requestId: 'r-1' } })
  assert.equal(lines.length, 0)
})

test('masks and logs everything else', () => {
  for (const code of [undefined, 'ODD', 'INTERNAL_SERVER_ERROR', 'GRAPHQL_VALIDATION_FAILED', 'DOWNSTREAM_SERVICE_ERROR', 7]) {
    const { present, lines } = setup()
    const shown = present('password is hunter2', { code, serviceName: 'users', hint: 'secret' })
    assert.deepEqual(
      shown,
      { message: MASKED_MESSAGE, path: ['a', 0], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' } },
      String(code),
    )
    assert.equal(lines.length, 1)
  }
})

test('shows at most a hundred', () => {
  const { context } = setup()
  const many = Array.from({ length: 250 }, () => new GraphQLError('x', { extensions: { code: 'FORBIDDEN' } }))
  assert.equal(presentErrors(many, context).length, 100)
})
