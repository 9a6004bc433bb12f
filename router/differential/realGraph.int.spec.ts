import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { randomOperation, type RandomOperation } from '@agora/testkit/randomOperation.ts'

import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { createApolloPlanner } from '../planning/apolloPlanner.ts'
import { choosePlanner } from '../planning/choosePlanner.ts'
import { assertAsExpected } from '../testing/assertAsExpected.ts'
import { startGatewayAnswers } from '../testing/gatewayAnswers.ts'
import { ownAnswer } from '../testing/ownAnswer.ts'
import { readRealGraph } from '../testing/realGraph.ts'
import { seedOfRun } from '../testing/seedOfRun.ts'
import { withoutConditions } from '../testing/withoutConditions.ts'
import { askWorld, type World } from '../testing/world.ts'

/** `@apollo/gateway` and its planner take ten times as long. */
const OTHERS_EVERY = 5

const run = seedOfRun(2000, process.env)
const graph = readRealGraph()
const { schema, supergraph } = graph
// As the router has it: what the native planner refuses or fails at is planned by the other.
const native = await choosePlanner('auto', { logger: createLogger({ service: 'router', level: 'silent' }) })(supergraph)
const apollo = await createApolloPlanner(supergraph)
const gateway = await startGatewayAnswers(supergraph)
after(async () => {
  native.stop?.()
  apollo.stop?.()
  await gateway.stop()
})

type Kind = 'all is well' | 'fields fail' | 'a subgraph is away'

interface Case extends RandomOperation {
  readonly world: World
  readonly call: CallSubgraph
}

/** Calls for entities: how much of what is drawn several subgraphs must answer together. */
let crossings = 0
const counted =
  (call: CallSubgraph): CallSubgraph =>
  (asked, context) => {
    if (asked.query.includes('_entities')) crossings++
    return call(asked, context)
  }

function caseOf(nth: number, kind: Kind, root: 'query' | 'mutation'): Case {
  const draw = run.drawOf(nth)
  const choices = Array.from({ length: 300 }, () => draw(5040))
  const operation = randomOperation(schema, choices, { root, favourites: graph.crossings })
  const seed = draw(1000)
  if (kind === 'all is well') {
    const world = graph.world(seed, () => false)
    return { ...operation, world, call: counted(graph.subgraphs(world)) }
  }
  if (kind === 'fields fail') {
    const world = graph.world(seed, (coordinate, id) => (coordinate.length * 7 + Number(id === 'root' ? 5 : id) * 3 + seed) % 9 === 0)
    // What is asked whatever the variables say may fail as well, so where something fails nothing hangs on them.
    return { ...withoutConditions(operation), world, call: counted(graph.subgraphs(world)) }
  }
  const away = ['ai', 'payments', 'users'][draw(3)] ?? 'ai'
  const own = graph.ownFields.get(away) ?? new Set()
  const world = graph.world(seed, (coordinate) => own.has(coordinate))
  const call = counted(graph.subgraphs(world))
  const refuse: CallSubgraph = async (asked, context) => {
    if (asked.subgraph === away) throw codedError('SERVICE_UNAVAILABLE', `${away} is away`)
    return call(asked, context)
  }
  return { ...withoutConditions(operation), world, call: refuse }
}

const shown = (nth: number, { query, variables }: RandomOperation): string =>
  `SEED=${run.seed}, operation ${nth}: ${query}\n${JSON.stringify(variables)}`

async function check(nth: number, one: Case): Promise<void> {
  const expected = await askWorld(one.world, graph.whole, one)
  const parts = { supergraph: supergraph.document, schema, call: one.call }
  const every = nth % OTHERS_EVERY === 0
  for (const planner of every ? [native, apollo] : [native]) {
    // Half of them by closures, half by generated source.
    const answer = await ownAnswer({ ...parts, planner }, one, nth % 2 === 0 ? 0 : Infinity)
    const told = `${planner.name}, ${shown(nth, one)}`
    assertAsExpected(answer, expected, told)
    if (expected.errors === undefined) assert.deepEqual(answer.errors, [], told)
  }
  if (every) await checkGateway(nth, one)
}

/**
 * `@apollo/gateway` errs about conditions in two ways, which `gatewayFaults.unit.spec.ts` shows: it is asked for everything. Its errors about entities in lists say a
 * place above the nulls or none: its data counts.
 */
async function checkGateway(nth: number, one: Case): Promise<void> {
  const whole = withoutConditions(one)
  const [answer, expected] = [await gateway.answer(whole, one.call), await askWorld(one.world, graph.whole, whole)]
  assert.equal(JSON.stringify(answer.data), JSON.stringify(expected.data), `@apollo/gateway, ${shown(nth, one)}`)
}

const share = Math.ceil(run.operations / 4)

for (const [kind, root] of [
  ['all is well', 'query'],
  ['fields fail', 'query'],
  ['a subgraph is away', 'query'],
  ['all is well', 'mutation'],
] as const) {
  test(`${share} random operations (${root}) of Agora's graph where ${kind}: the answer is one server's, SEED=${run.seed}`, async () => {
    crossings = 0
    for (let nth = 0; nth < share; nth++) await check(nth, caseOf(nth, kind, root))
    // A third of them are answered by several subgraphs together.
    assert.ok(crossings > share / 4, `${crossings} calls for entities`)
  })
}
