import assert from 'node:assert/strict'
import { test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'

import { readInsides } from '../insides.ts'
import { graphqlUrl, operatorUrl } from '../stack.ts'
import { goldenJourney } from './goldenJourney.ts'
import { runSteps } from './step.ts'

test('the golden journey passes from register to the token that is refused, and its unhappy twin with it, on the embedded bus', async () => {
  const told: string[] = []
  const steps = goldenJourney({ graphqlUrl, operatorUrl })
  const passed = await runSteps(steps, (line) => told.push(line))
  assert.deepEqual({ passed, steps: told.map((line) => line.slice(0, 4)) }, { passed: true, steps: steps.map(() => 'PASS') }, told.join('\n'))
})

/** What the two people of the journey told about themselves. */
const PERSONAL = /shopper-[0-9a-f]{12}|golden shopper|street 1\b|pm_card_/i

test('no message of the bus says who they were, where they live or what they paid with', async () => {
  const { rows } = await withClient(readInsides().databases['bus'] ?? '', (client) =>
    client.query<{ topic: string; text: string }>('SELECT topic, m::text AS text FROM messages m'),
  )
  const topics = new Set(rows.map(({ topic }) => topic))
  for (const topic of ['orders', 'payments', 'users', 'carts', 'recommendations']) assert.ok(topics.has(topic), `nothing was told on ${topic}`)
  assert.deepEqual(
    rows.filter(({ text }) => PERSONAL.test(text)),
    [],
  )
})
