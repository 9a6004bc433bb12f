import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readRouterEnvironment, switchOffForeignTelemetry } from './env.ts'

test('gives a config file any variable by name, and the log its level', () => {
  const { logLevel, variable } = readRouterEnvironment({ LOG_LEVEL: 'warn', ANYTHING: 'x' })
  assert.deepEqual([logLevel, variable('ANYTHING'), variable('NOTHING')], ['warn', 'x', undefined])
  assert.equal(readRouterEnvironment({}).logLevel, 'info')
})

test('names every malformed variable at once and no value', () => {
  const read = (): unknown => readRouterEnvironment({ PORT: 'http', USERS_URL: 'hunter2', DEV: 'yes' })
  assert.throws(
    read,
    (error: Error) =>
      /PORT:/.test(error.message) && /USERS_URL:/.test(error.message) && /DEV:/.test(error.message) && !error.message.includes('hunter2'),
  )
})

test("switches the gateway's own telemetry off", () => {
  const variables: NodeJS.ProcessEnv = {}
  switchOffForeignTelemetry(variables)
  assert.deepEqual(variables, { APOLLO_TELEMETRY_DISABLED: 'true' })
})
