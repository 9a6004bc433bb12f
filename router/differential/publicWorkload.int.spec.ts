import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { randomOperation } from '@agora/testkit/randomOperation.ts'

import { routerConfig } from '../config/routerConfig.ts'
import { openSubgraphs, type Subgraphs } from '../execution/subgraphs.ts'
import { createApolloPlanner } from '../planning/apolloPlanner.ts'
import { choosePlanner } from '../planning/choosePlanner.ts'
import type { Planner } from '../planning/planner.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { startGatewayAnswers, type GatewayAnswers } from '../testing/gatewayAnswers.ts'
import { context } from '../testing/handPlans.ts'
import { createOneByOne, type FieldOwners } from '../testing/oneByOne.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'
import { skip, startPublicWorkload, type PublicWorkload } from '../testing/publicWorkload.ts'
import { seedOfRun } from '../testing/seedOfRun.ts'
import { withoutConditions } from '../testing/withoutConditions.ts'

const OTHERS_EVERY = 5
const run = seedOfRun(1000, process.env)
let workload: PublicWorkload
let subgraphs: Subgraphs
let native: Planner
let apollo: Planner
let gateway: GatewayAnswers

before(async () => {
  if (skip !== false) return
  workload = await startPublicWorkload()
  const { supergraph } = workload
  subgraphs = openSubgraphs({ supergraph, config: routerConfig.parse({}), mintFor: () => null, createNode: null, observe: () => undefined })
  native = await choosePlanner('auto', { logger: createLogger({ service: 'router', level: 'silent' }) })(supergraph)
  apollo = await createApolloPlanner(supergraph)
  gateway = await startGatewayAnswers(supergraph)
})
after(async () => {
  native?.stop?.()
  apollo?.stop?.()
  await gateway?.stop()
  await subgraphs?.close()
  workload?.stop()
})

const owned = (subgraph: string, type: string, names: string): (readonly [string, string])[] =>
  names.split(' ').map((name) => [`${type}.${name}`, subgraph] as const)

const fields: FieldOwners = {
  owners: Object.fromEntries([
    ...owned('accounts', 'Query', 'me user users'),
    ...owned('products', 'Query', 'topProducts'),
    ...owned('accounts', 'User', 'name username birthday'),
    ...owned('products', 'Product', 'name price weight'),
    ...owned('inventory', 'Product', 'inStock shippingEstimate'),
    ...owned('reviews', 'Product', 'reviews'),
    ...owned('reviews', 'User', 'reviews'),
    ...owned('reviews', 'Review', 'body author product'),
  ]),
  keys: { User: 'id', Product: 'upc', Review: 'id' },
  requires: { 'Product.shippingEstimate': ['price', 'weight'] },
}

test(
  `${run.operations} random operations of the public workload are answered as by one server over its data, SEED=${run.seed}`,
  { skip },
  async () => {
    const { supergraph } = workload
    const schema = apiSchemaOf(supergraph.document)
    const oneByOne = createOneByOne(schema, fields, (name, query, variables) => subgraphs.ask(name, { query, variables }, context))
    const asText = (answer: { readonly data?: unknown; readonly errors?: readonly unknown[] }): string =>
      JSON.stringify({ data: answer.data, errors: answer.errors ?? [] })
    for (let nth = 0; nth < run.operations; nth++) {
      const draw = run.drawOf(nth)
      // Its lists are long and its reviews lead back to where they come from: short tapes bound the answers.
      const choices = Array.from({ length: 120 }, () => draw(5040))
      const { query, variables } = randomOperation(schema, choices, { values: { ID: ['1', '2', '6', '7'] } })
      const told = `SEED=${run.seed}, operation ${nth}: ${query}\n${JSON.stringify(variables)}`
      const expected = asText(await oneByOne(query, variables))
      const every = nth % OTHERS_EVERY === 0
      for (const planner of every ? [native, apollo] : [native]) {
        const parts = { supergraph: supergraph.document, schema, planner, call: subgraphs.call }
        assert.equal(asText(await ownAnswer(parts, { query, variables }, nth % 2 === 0 ? 0 : Infinity)), expected, `${planner.name}, ${told}`)
      }
      if (!every) continue
      // `@apollo/gateway` errs about conditions in two ways: `gatewayFaults.unit.spec.ts` shows them.
      const whole = withoutConditions({ query, variables })
      assert.equal(asText(await gateway.answer(whole, subgraphs.call)), asText(await oneByOne(whole.query, variables)), `@apollo/gateway, ${told}`)
    }
  },
)
