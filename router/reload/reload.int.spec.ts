import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { Pool } from 'undici'

import { ask, codesOf, send } from '../testing/ask.ts'
import { countHeld } from '../testing/held.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
after(() => graph.stop())

/** The same graph whose API has no `slow`. */
const withoutSlow = graph.sdl.replace(/^ *slow\(.*\n/m, '')
const LOCATIONS = { data: { locations: ['north', 'south'] } }

async function withRouter(config: Readonly<Record<string, unknown>>, use: (router: TestRouter) => Promise<void>): Promise<void> {
  const router = await startTestRouter({ sdl: graph.sdl, config })
  await use(router).finally(() => router.stop())
}

const operatorOf = (router: TestRouter): string => `http://127.0.0.1:${router.operatorPort}`

async function figure(router: TestRouter, name: string): Promise<number> {
  const { text } = await send(`${operatorOf(router)}/metrics`)
  const line = text.split('\n').find((one) => one.startsWith(name.endsWith('}') ? name.replace('}', '') : `${name}{`))
  return Number(line?.split(' ').at(-1))
}

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await isSo())) {
    assert.ok(performance.now() < end, 'It did not come to that within 10 s')
    await wait(10)
  }
}

test('no request fails over twenty reloads under load, and every answer is right', { timeout: 120_000 }, () =>
  withRouter({ rateLimits: { enabled: false } }, async (router) => {
    const pool = new Pool(router.url, { connections: 8 })
    const body = JSON.stringify({ query: '{ slow(ms: 15) product(id: "p1") { name stock } locations }' })
    const right = '{"data":{"slow":"done","product":{"name":"Kettle","stock":10},"locations":["north","south"]}}'
    const counts = { right: 0, wrong: 0 }
    let isOver = false
    const client = async (): Promise<void> => {
      while (!isOver) {
        const answer = await pool
          .request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body })
          .catch(() => null)
        counts[(await answer?.body.text()) === right ? 'right' : 'wrong'] += 1
      }
    }
    const clients = Array.from({ length: 8 }, client)
    const outcomes = []
    for (let count = 0; count < 20; count += 1) outcomes.push(await router.reload('operator'))
    isOver = true
    await Promise.all(clients)
    await pool.close()
    assert.deepEqual(
      outcomes.map(({ outcome, generation }) => [outcome, generation]),
      Array.from({ length: 20 }, (_, index) => ['reloaded', index + 2]),
    )
    assert.equal(counts.wrong, 0)
    assert.ok(counts.right > 200, `${counts.right} requests were answered`)
  }),
)

test('a query begun before ends on its generation, while those that come after meet the next', () =>
  withRouter({}, async (router) => {
    const before = graph.calls.length
    const slow = ask(router, '{ slow(ms: 1500) product(id: "p1") { name stock } }')
    await until(() => graph.calls.length > before)
    assert.equal((await router.serve({ sdl: withoutSlow })).outcome, 'reloaded')
    const refused = await ask(router, '{ slow(ms: 1) }')
    assert.deepEqual([refused.status, codesOf(refused)], [400, ['GRAPHQL_VALIDATION_FAILED']])
    assert.deepEqual((await ask(router, '{ locations }')).json, LOCATIONS)
    assert.equal(await figure(router, 'router_generations_open'), 2)
    assert.deepEqual((await slow).json, { data: { slow: 'done', product: { name: 'Kettle', stock: 10 } } })
    await until(async () => (await figure(router, 'router_generations_open')) === 1)
    assert.equal(await figure(router, 'router_generation'), 2)
  }))

test('what does not end within the time for draining is cut with its generation', () =>
  withRouter({ traffic: { drainMs: 200 } }, async (router) => {
    const before = graph.calls.length
    const slow = assert.rejects(ask(router, '{ slow(ms: 5000) }'))
    await until(() => graph.calls.length > before)
    assert.equal((await router.reload('operator')).outcome, 'reloaded')
    await slow
    await until(async () => (await figure(router, 'router_generations_open')) === 1)
    assert.deepEqual((await ask(router, '{ locations }')).json, LOCATIONS)
  }))

const broken: readonly (readonly [string, Parameters<TestRouter['serve']>[0], RegExp])[] = [
  ['a supergraph that is not GraphQL', { sdl: 'type Query {' }, /^is not GraphQL: Syntax Error/],
  ['a supergraph that names no subgraph', { sdl: 'type Query { a: Int }' }, /^is not a federation 2 supergraph/],
  [
    'a supergraph that does not hold together',
    { sdl: graph.sdl.replace('enum join__Graph', 'type Odd @join__type(graph: NOWHERE) { a: Unknown } enum join__Graph') },
    /^The supergraph cannot be served: /,
  ],
  ['a config with an unknown key', { config: { nonsense: 1 } }, /nonsense/],
  ['a config whose doors cannot be opened', { config: { trustedProxies: ['proxy.example'] } }, /^"proxy\.example" is not an address or network$/],
  [
    'a config whose keys are not there',
    { config: { identity: { edgeKeysFolder: '/nowhere' } } },
    /^The key that the router shares with a subgraph cannot be had/,
  ],
  [
    'a config with another address',
    { config: { listen: { host: '127.0.0.2' } } },
    /^A running router cannot change listen\.host: start it again, or take the change back\.$/,
  ],
  ['a config that watches otherwise', { config: { reload: { watch: false } } }, /^A running router cannot change reload\.watch: /],
]

for (const [name, next, reason] of broken) {
  test(`${name} is refused with a sentence, and what was served before is served on`, () =>
    withRouter({}, async (router) => {
      const outcome = await router.serve(next)
      assert.equal(outcome.outcome, 'refused')
      assert.match(outcome.outcome === 'refused' ? outcome.reason : '', reason)
      assert.equal(outcome.generation, 1)
      assert.deepEqual((await ask(router, '{ slow(ms: 1) locations }')).json, { data: { slow: 'done', locations: ['north', 'south'] } })
      assert.equal((await send(`${router.url}/ready`)).status, 200)
      assert.equal(await figure(router, 'router_reloads_total{outcome="refused"}'), 1)
      assert.equal(await figure(router, 'router_reloads_total{outcome="reloaded"}'), 0)
      assert.equal(await figure(router, 'router_generation'), 1)
      assert.ok(router.lines.some(({ msg }) => msg === 'Reload was refused; what was served before is served on'))
      assert.equal((await router.serve({ sdl: withoutSlow, config: {} })).outcome, 'reloaded')
    }))
}

test('plans of what was asked before are ready when the next generation serves; what its schema does not take is left out', () =>
  withRouter({}, async (router) => {
    const queries = [
      '{ locations }',
      '{ product(id: "p1") { name stock } }',
      'query Named($id: ID!) { product(id: $id) { stock } }',
      '{ slow(ms: 1) }',
    ]
    const askAll = () => Promise.all(queries.map((query) => ask(router, query, { variables: { id: 'p2' } })))
    await askAll()
    const outcome = await router.serve({ sdl: withoutSlow })
    assert.deepEqual(outcome.outcome === 'reloaded' ? { warmed: outcome.warmed, leftOut: outcome.leftOut } : outcome, { warmed: 3, leftOut: 1 })
    const planned = await figure(router, 'router_plan_cache_asks_total{outcome="miss"}')
    const answers = await askAll()
    assert.deepEqual(
      answers.slice(0, 3).map(({ json }) => json),
      [LOCATIONS, { data: { product: { name: 'Kettle', stock: 10 } } }, { data: { product: { stock: 20 } } }],
    )
    assert.equal(await figure(router, 'router_plan_cache_asks_total{outcome="miss"}'), planned)
  }))

test('counts of rate limits go on over a reload, and begin anew with other limits', () => {
  const perAddress = { requests: 3, seconds: 60, burst: 0 }
  return withRouter({ rateLimits: { perAddress } }, async (router) => {
    for (let count = 0; count < 3; count += 1) assert.equal((await ask(router, '{ locations }')).status, 200)
    await router.reload('operator')
    assert.equal((await ask(router, '{ locations }')).status, 429)
    await router.serve({ config: { rateLimits: { perAddress: { ...perAddress, requests: 4 } } } })
    assert.equal((await ask(router, '{ locations }')).status, 200)
  })
})

test('an operator reloads by a POST, which is answered with what became of it; a page may not', () =>
  withRouter({}, async (router) => {
    const reload = (headers: Readonly<Record<string, string>> = {}) => send(`${operatorOf(router)}/reload`, { method: 'POST', headers })
    const done = await reload()
    const { ms, ...rest } = JSON.parse(done.text) as { ms: number }
    assert.deepEqual([done.status, rest], [200, { outcome: 'reloaded', generation: 2, warmed: 0, leftOut: 0 }])
    assert.ok(ms >= 0)
    assert.equal((await reload({ origin: 'https://elsewhere.example' })).status, 400)
    assert.equal((await send(`${operatorOf(router)}/reload`)).status, 405)
    assert.equal((await send(`${router.url}/reload`, { method: 'POST' })).status, 404)
    await router.serve({ sdl: 'nonsense' })
    const refused = await reload()
    assert.equal(refused.status, 422)
    assert.equal(await figure(router, 'router_generation'), 2)
  }))

test('reloads asked for at the same time are one, after the one that is going on', () =>
  withRouter({}, async (router) => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => router.reload('operator')))
    assert.deepEqual(
      outcomes.map(({ generation }) => generation),
      [2, 3, 3, 3, 3],
    )
  }))

test('a router that leaves during a reload closes both generations', async () => {
  const router = await startTestRouter({ sdl: graph.sdl })
  const reloading = router.reload('operator')
  await router.stop()
  await reloading
  const later = await router.reload('operator')
  assert.deepEqual(later.outcome === 'refused' ? later.reason : later, 'The router is leaving.')
  await assert.rejects(send(`${router.url}/health`), { code: 'ECONNREFUSED' })
})

test('nothing is left of twenty generations, refused ones among them', { timeout: 120_000, skip: process.platform !== 'linux' }, async () => {
  const held = countHeld()
  const router = await startTestRouter({ sdl: graph.sdl })
  const work = async (): Promise<void> => {
    assert.deepEqual((await ask(router, '{ product(id: "p1") { name stock } locations }')).status, 200)
    await router.serve({ sdl: graph.sdl, config: {} })
    await router.serve({ config: { trustedProxies: ['proxy.example'] } })
    assert.deepEqual((await ask(router, '{ product(id: "p1") { name stock } locations }')).status, 200)
    await until(async () => (await figure(router, 'router_generations_open')) === 1)
    await wait(50)
  }
  // Whatever is opened once, by the first requests too.
  for (let count = 0; count < 3; count += 1) await work()
  const before = held.now()
  for (let count = 0; count < 20; count += 1) await work()
  await until(() => held.now().children === before.children)
  await wait(500)
  const now = held.now()
  assert.equal(now.children, before.children)
  assert.ok(now.descriptors <= before.descriptors + 4, `${before.descriptors} descriptors became ${now.descriptors}`)
  assert.ok(now.timers <= before.timers + 10, `${before.timers} timers became ${now.timers}`)
  await router.stop()
  await until(() => held.now().children === 0)
  held.stop()
})
