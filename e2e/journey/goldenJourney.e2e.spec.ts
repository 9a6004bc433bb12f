import assert from 'node:assert/strict'
import { test } from 'node:test'

import { graphqlUrl, operatorUrl } from '../stack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

test('the golden journey passes from register to the token that is refused, and its unhappy twin with it, on the embedded bus', async () => {
  const told: string[] = []
  const steps = goldenJourney({ graphqlUrl, operatorUrl })
  const passed = await runSteps(steps, (line) => told.push(line))
  assert.deepEqual({ passed, steps: told.map((line) => line.slice(0, 4)) }, { passed: true, steps: steps.map(() => 'PASS') }, told.join('\n'))
})
