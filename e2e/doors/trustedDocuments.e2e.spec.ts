import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { request } from 'undici'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { goldenJourney } from '../journey/goldenJourney.ts'
import { runSteps } from '../journey/step.ts'
import { startOwnStack, type OwnStack } from '../ownStack.ts'

let own: OwnStack | undefined
before(async () => {
  own = await startOwnStack({ routerVariables: { TRUSTED_DOCUMENTS: 'safelist' } })
})
after(() => own?.drop())

test('what the clients of this shop send is on its safelist: the golden journey passes there, and nothing else does', async () => {
  assert.ok(own)
  const { url, operatorUrl } = own.stack
  const graphqlUrl = `${url}/graphql`
  const told: string[] = []
  const steps = goldenJourney({ graphqlUrl, operatorUrl })
  const passed = await runSteps(steps, (line) => told.push(line))
  assert.deepEqual({ passed, steps: told.map((line) => line.slice(0, 4)) }, { passed: true, steps: steps.map(() => 'PASS') }, told.join('\n'))
  const { errors } = await createGraphqlClient(graphqlUrl).ask('{ products(first: 1) { nodes { id } } }')
  assert.deepEqual(
    errors.map(({ extensions }) => extensions?.['code']),
    ['QUERY_NOT_IN_SAFELIST'],
  )
  const { body } = await request(`${operatorUrl}/metrics`)
  assert.match(await body.text(), /router_documents_total\{outcome="refused",service="router"\} 1\n/)
})
