import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
after(() => graph.stop())

/** Expected to cost 10 × (1 + 10 × 1) = 110 and to bring 3 × (1 + 3) = 12. */
const SIMILAR = '{ products { id similar { name } } }'

async function withRouter(demandControl: object, use: (router: TestRouter) => Promise<void>, more: object = {}): Promise<void> {
  const router = await startTestRouter({ sdl: graph.sdl, config: { demandControl, ...more } })
  graph.calls.splice(0)
  try {
    await use(router)
  } finally {
    await router.stop()
  }
}

const metricsOf = async (router: TestRouter): Promise<string> => (await fetch(`http://127.0.0.1:${router.operatorPort}/metrics`)).text()
const linesOf = (page: string, name: string): string[] => page.split('\n').filter((line) => line.startsWith(name))

test('what is expected to cost too much is refused with 400 before anybody is asked, also when it comes again', () =>
  withRouter({ mode: 'enforce', max: 109 }, async (router) => {
    for (let time = 0; time < 3; time += 1) {
      const reply = await ask(router, SIMILAR)
      const { cost, max } = reply.json?.errors?.[0]?.extensions ?? {}
      assert.deepEqual([reply.status, codesOf(reply), cost, max], [400, ['COST_ESTIMATED_TOO_EXPENSIVE'], 110, 109])
    }
    assert.equal(graph.calls.length, 0)
    assert.equal((await ask(router, '{ products { id } }')).status, 200)
    const counted = linesOf(await metricsOf(router), 'router_operation_estimated_cost_points_count')
    assert.deepEqual(
      counted.map((line) => [/result="(\w+)"/.exec(line)?.[1], Number(line.split(' ').at(-1))]),
      [
        ['too_expensive', 3],
        ['ok', 1],
      ],
    )
  }))

test('the other engine is guarded by the same limits', async () => {
  const router = await startTestRouter({ sdl: graph.sdl, engine: 'apollo-gateway', config: { demandControl: { mode: 'enforce', max: 109 } } })
  graph.calls.splice(0)
  const reply = await ask(router, SIMILAR)
  assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [400, ['COST_ESTIMATED_TOO_EXPENSIVE'], 0])
  await router.stop()
})

test('the limit itself is answered, and who writes operations may see what they cost', () =>
  withRouter({ mode: 'enforce', max: 110, expose: true }, async (router) => {
    const reply = await ask(router, SIMILAR)
    const { extensions } = JSON.parse(reply.text) as { readonly extensions?: { readonly cost?: unknown } }
    assert.deepEqual([reply.status, extensions?.cost], [200, { estimated: 110, actual: 12, max: 110 }])
  }))

test('measuring refuses nothing, and shows each known application apart', () =>
  withRouter(
    { mode: 'measure', max: 1 },
    async (router) => {
      for (const name of ['web', 'web', 'whoever']) {
        const reply = await ask(router, SIMILAR, { headers: { 'apollographql-client-name': name } })
        assert.deepEqual([reply.status, codesOf(reply)], [200, []])
      }
      const page = await metricsOf(router)
      const sums = linesOf(page, 'router_operation_actual_cost_points_sum').map((line) => [
        /client="(\w+)"/.exec(line)?.[1],
        Number(line.split(' ').at(-1)),
      ])
      assert.deepEqual(sums, [
        ['web', 24],
        ['other', 12],
      ])
      assert.equal(page.includes('whoever'), false)
      const noted = router.lines.filter(({ path }) => path === '/graphql').map(({ costEstimated, costActual }) => [costEstimated, costActual])
      assert.deepEqual(
        noted,
        Array.from({ length: 3 }, () => [110, 12]),
      )
    },
    { clients: { known: ['web'] } },
  ))

test('what turns out to cost too much is not handed out, unless it has changed something', () =>
  withRouter({ mode: 'enforce', max: 12, listSize: 1 }, async (router) => {
    const reply = await ask(router, '{ products { similar { similar { name } } } }')
    assert.deepEqual([reply.status, reply.json?.data, codesOf(reply)], [200, null, ['COST_ACTUAL_TOO_EXPENSIVE']])
    assert.deepEqual([reply.json?.errors?.[0]?.extensions['cost'], graph.calls.length], [3 + 9 + 27, 1])
    const changed = await ask(router, 'mutation { rename(id: "p1", name: "Pot") { similar { id } } }')
    assert.deepEqual(changed.json, { data: { rename: { similar: [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }] } } })
  }))

test('a call that is too expensive for its subgraph is not made, and the rest of the answer stands', () =>
  withRouter({ mode: 'enforce', subgraphs: { stock: { max: 2 } } }, async (router) => {
    const one = await ask(router, '{ product(id: "p1") { name stock } }')
    assert.deepEqual(one.json, { data: { product: { name: 'Kettle', stock: 10 } } })
    graph.calls.splice(0)
    const all = await ask(router, '{ products { name stock } }')
    assert.deepEqual(all.json?.data, {
      products: [
        { name: 'Kettle', stock: null },
        { name: 'Lamp', stock: null },
        { name: 'Chair', stock: null },
      ],
    })
    assert.equal(codesOf(all).every((code) => code === 'SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE') && codesOf(all).length > 0, true)
    assert.deepEqual(
      graph.calls.map(({ subgraph }) => subgraph),
      ['catalogue'],
    )
  }))

test('viewers pay for what they ask out of a bucket, and are told when to come back', () =>
  withRouter(
    { mode: 'off' },
    async (router) => {
      const ten = '{ products { id } }'
      const statuses: number[] = []
      for (let time = 0; time < 3; time += 1) statuses.push((await ask(router, ten)).status)
      assert.deepEqual(statuses, [200, 200, 200])
      graph.calls.splice(0)
      const reply = await ask(router, ten)
      assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [429, ['RATE_LIMITED'], 0])
      assert.match(String(reply.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/)
      const never = await ask(router, SIMILAR)
      assert.deepEqual([never.status, codesOf(never)], [400, ['COST_ESTIMATED_TOO_EXPENSIVE']])
      assert.equal((await ask(router, '{ locations }')).status, 200)
    },
    { rateLimits: { cost: { points: 35 } } },
  ))
