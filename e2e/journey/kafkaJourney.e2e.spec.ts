import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import { kafkaBrokers, noKafka } from '@agora/event-bus/testing/kafkaBrokers.ts'

import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

let own: OwnStack | undefined
before(async () => {
  if (noKafka === false) own = await startOwnStack({ kafkaBrokers: kafkaBrokers.join() })
})
after(() => own?.drop())

test('the golden journey passes over Kafka as it does on the embedded bus, its unhappy twin with it', { skip: noKafka }, async () => {
  assert.ok(own)
  const { url, operatorUrl, databases } = own.stack
  const told: string[] = []
  const steps = goldenJourney({ graphqlUrl: `${url}/graphql`, operatorUrl })
  const passed = await runSteps(steps, (line) => told.push(line))
  assert.deepEqual({ passed, steps: told.map((line) => line.slice(0, 4)) }, { passed: true, steps: steps.map(() => 'PASS') }, told.join('\n'))
  const carried = await withClient(databases.bus.ownerUrl, (client) => client.query('SELECT count(*)::int AS messages FROM messages'))
  assert.deepEqual(carried.rows, [{ messages: 0 }], 'the embedded bus carried nothing')
})
