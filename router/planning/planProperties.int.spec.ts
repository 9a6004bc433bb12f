import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Kind, parse, validate } from 'graphql'

import { planFacts } from '../execution/plan/planFacts.ts'
import { createPreparedOperation } from '../execution/preparedOperation.ts'
import { collidingSelections } from '../testing/collidingSelections.ts'
import { drawPlan } from '../testing/drawPlan.ts'
import { context } from '../testing/handPlans.ts'
import { hashedGraph, type HashedGraph } from '../testing/hashedGraph.ts'
import { drawFrom, type Draw } from '../testing/randomSelections.ts'
import { findings, moving, people } from '../testing/smallSupergraphs.ts'
import { createApolloPlanner } from './apolloPlanner.ts'
import { createKeyInData } from './keepApart.ts'
import { createNativePlanner } from './nativePlanner.ts'
import type { Planner } from './planner.ts'

/** Both planners are known to fail for some seeds of larger graphs; what is fixed here must not break. */
const SEED = 1
const OPERATIONS = 150

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

async function checkOne(graph: HashedGraph, planner: Planner, draw: Draw): Promise<void> {
  const query = collidingSelections(graph.schema, draw)
  const document = parse(query, { noLocation: true })
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  const variables = { a: draw(2) === 0, b: draw(2) === 0 }
  if (operation === undefined || validate(graph.schema, document).length > 0) return
  const plan = await planner.plan({ document, operationName: undefined, overrides: new Set() })
  const prepared = createPreparedOperation({
    document,
    operation,
    plan,
    introspection: null,
    schema: graph.schema,
    facts: planFacts(graph.supergraph.document),
    keyInData: createKeyInData(graph.supergraph.document),
    call: async ({ subgraph, body }) => {
      const { query: asked, variables: given = {} } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> }
      return plain(await graph.askSubgraph(subgraph, asked, given)) as object
    },
  })
  const { data, errors } = await prepared.run(variables, context)
  const shown = `${planner.name}, ${JSON.stringify(variables)}: ${query}\n${drawPlan(plan)}`
  assert.deepEqual(errors, [], shown)
  assert.deepEqual(plain(data), plain(await graph.answerWhole(document, variables)), shown)
}

for (const [name, subgraphs] of Object.entries({ people, findings, moving })) {
  test(`whatever keys a client gives its fields, the answer is that of one server: ${name}, seed ${SEED}`, async () => {
    const graph = hashedGraph(subgraphs)
    for (const planner of [await createNativePlanner(graph.supergraph), await createApolloPlanner(graph.supergraph)]) {
      const draw = drawFrom(SEED)
      for (let i = 0; i < OPERATIONS; i++) await checkOne(graph, planner, draw)
      planner.stop?.()
    }
  })
}
