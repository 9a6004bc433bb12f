import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { kafkaBrokers, noKafka } from '@agora/event-bus/testing/kafkaBrokers.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { readClientOperations } from '../../schema/clientOperation.ts'
import { buy } from '../buyer.ts'
import { withstandBrokenEvents } from '../hostile-input/withstandEvents.ts'
import { goldenJourney } from '../journey/goldenJourney.ts'
import { demoAccount } from '../journey/staff.ts'
import { runSteps } from '../journey/step.ts'
import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant, newGuest } from '../people.ts'

let own: OwnStack | undefined
before(async () => {
  if (noKafka === false) own = await startOwnStack({ kafkaBrokers: kafkaBrokers.join() })
})
after(() => own?.drop())

async function administrator(door: GraphqlClient, operatorUrl: string): Promise<GraphqlClient> {
  const { email, password } = await demoAccount(operatorUrl, 'ADMIN')
  const signIn = readClientOperations().get('SignIn') ?? ''
  const answer = await door.data<{ signIn: { accessToken: string } }>(signIn, { email, password })
  return door.as(answer.signIn.accessToken)
}

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

test('broken messages on Kafka are parked, seen and tried again, and hold up nobody', { skip: noKafka }, async () => {
  assert.ok(own)
  const door = createGraphqlClient(`${own.stack.url}/graphql`)
  const bus = await openBus({ kafkaBrokers, name: 'e2e', logger: createLogger({ service: 'e2e', level: 'silent' }) })
  try {
    const admin = await administrator(door, own.stack.operatorUrl)
    await withstandBrokenEvents(bus, admin, async () => buy((await newGuest(door)).client, await aVariant(0, door)))
  } finally {
    await bus.close()
  }
})
