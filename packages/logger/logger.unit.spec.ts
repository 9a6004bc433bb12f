import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createLogger } from './logger.ts'

function capture(): { lines: () => Record<string, unknown>[]; destination: { write: (line: string) => void } } {
  const written: string[] = []
  return {
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    destination: { write: (line) => void written.push(line) },
  }
}

test('a line is one JSON object with its service, time and fields', () => {
  const { lines, destination } = capture()
  createLogger({ service: 'users', destination }).info({ requestId: 'r1' }, 'Answered')
  const [line] = lines()
  assert.deepEqual({ ...line, time: typeof line?.['time'] }, { level: 30, time: 'string', service: 'users', requestId: 'r1', msg: 'Answered' })
})

test('secrets never reach the log, wherever they stand', () => {
  const { lines, destination } = capture()
  const secret = 'do-not-print-me'
  const logger = createLogger({ service: 'users', destination })
  logger.info({ password: secret, input: { newPassword: secret, guestToken: secret }, request: { headers: { authorization: secret } } }, 'Signed in')
  logger
    .child({ accessToken: secret })
    .child({ as: { token: secret } })
    .info('Refreshed')
  logger.info({ list: [{ email: secret }], err: Object.assign(new Error('x'), { request: { cookie: secret } }) }, 'Failed')
  assert.ok(!JSON.stringify(lines()).includes(secret))
  assert.deepEqual(lines()[0]?.['input'], { newPassword: '[redacted]', guestToken: '[redacted]' })
})

test('what is logged is left as it was', () => {
  const { lines, destination } = capture()
  const fields = { input: { password: 'p', list: [{ token: 't' }] }, at: new Date(0) }
  createLogger({ service: 'users', destination }).info(fields, 'Seen')
  assert.deepEqual(fields, { input: { password: 'p', list: [{ token: 't' }] }, at: new Date(0) })
  const { input, at } = lines()[0] ?? {}
  assert.deepEqual([input, at], [{ password: '[redacted]', list: [{ token: 't' }] }, '1970-01-01T00:00:00.000Z'])
})

test('what a database quotes of a row does not reach the log, what was wrong with it does', () => {
  const { lines, destination } = capture()
  const logger = createLogger({ service: 'users', destination })
  const error = Object.assign(new Error('null value in column "name"'), {
    code: '23502',
    detail: 'Failing row contains (oct_1, ada@example.com, null).',
    where: "unnamed portal parameter $1 = 'ada@example.com'",
  })
  logger.error({ err: error }, 'A batch could not be written')
  assert.ok(!JSON.stringify(lines()).includes('ada@'))
  const { stack: _stack, ...told } = (lines()[0]?.['err'] ?? {}) as Record<string, unknown>
  assert.deepEqual(told, { type: 'Error', message: 'null value in column "name"', code: '23502', detail: '[redacted]', where: '[redacted]' })
})
