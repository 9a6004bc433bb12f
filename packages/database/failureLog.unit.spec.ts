import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import { createFailureLog } from './failureLog.ts'

const lines: Record<string, unknown>[] = []
const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } })
beforeEach(() => void lines.splice(0))

const told = () => lines.map(({ level, msg, reason, failures, err }) => ({ level, msg, reason, failures, stack: err !== undefined }))

test('an outage that is met a hundred times is told when it begins and when it is over, in a line each', () => {
  const log = createFailureLog(logger, 'Nothing was done')
  log.worked()
  for (let round = 0; round < 50; round += 1) {
    log.failed(new Error('Connection terminated unexpectedly'))
    log.failed(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
  }
  log.worked()
  log.worked()
  assert.deepEqual(told(), [
    { level: 40, msg: 'Nothing was done', reason: 'Connection terminated unexpectedly', failures: undefined, stack: false },
    { level: 30, msg: 'It works again', reason: undefined, failures: 100, stack: false },
  ])
})

test('a bug is told with its stack, once until it is another one, and again when it comes back', () => {
  const log = createFailureLog(logger, 'Nothing was done')
  for (const message of ['a', 'a', 'b', 'a']) log.failed(new TypeError(message))
  log.worked()
  log.failed(new TypeError('a'))
  assert.deepEqual(
    told().map(({ level, stack }) => [level, stack]),
    [
      [40, true],
      [40, true],
      [40, true],
      [30, false],
      [40, true],
    ],
  )
})

test('a failure that stays is told once a minute', () => {
  let now = 0
  const log = createFailureLog(logger, 'Nothing was done', () => now)
  for (; now <= 120_000; now += 150) log.failed(new Error('Query read timeout'))
  assert.equal(lines.length, 3)
})
