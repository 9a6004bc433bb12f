import assert from 'node:assert/strict'
import { test } from 'node:test'

import { graphqlUrl, operatorUrl } from '../stack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

test('the golden journey passes from register to the token that is refused', async () => {
  const told: string[] = []
  const passed = await runSteps(goldenJourney({ graphqlUrl, operatorUrl }), (line) => told.push(line))
  assert.deepEqual(
    { passed, steps: told.map((line) => line.slice(0, 4)) },
    { passed: true, steps: Array.from({ length: 13 }, () => 'PASS') },
    told.join('\n'),
  )
})
