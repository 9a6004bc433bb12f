import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

import { ask, codesOf, send, type Reply } from '../testing/ask.ts'
import { answers, breaks, says, startScriptedSubgraph, type Answering, type ScriptedSubgraph } from '../testing/scriptedSubgraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'

let subgraph: ScriptedSubgraph
let router: TestRouter | undefined

before(async () => {
  subgraph = await startScriptedSubgraph()
})
afterEach(async () => {
  await router?.stop()
  router = undefined
  subgraph.script()
})
after(() => subgraph.stop())

/** A router whose subgraph is called with these settings. */
async function open(settings: Readonly<Record<string, unknown>> = {}, drainMs = 500): Promise<TestRouter> {
  router = await startTestRouter({
    sdl: subgraph.sdl,
    config: { subgraphs: { s: { url: subgraph.url, retries: { firstBackoffMs: 1, floor: 100 }, ...settings } }, traffic: { drainMs } },
  })
  return router
}

/** What comes of an operation, and how often the subgraph was asked. */
async function asked(
  query: string,
  ...script: readonly Answering[]
): Promise<{ readonly data: unknown; readonly calls: number; readonly reply: Reply }> {
  subgraph.script(...script)
  subgraph.seen.splice(0)
  const reply = await ask(router ?? (await open()), query)
  return { data: reply.json?.data, calls: subgraph.seen.length, reply }
}

const brief = async (...given: Parameters<typeof asked>): Promise<readonly unknown[]> => {
  const { data, calls } = await asked(...given)
  return [data, calls]
}

test('a query is asked again after what may pass, and not after what stays', async () => {
  await open()
  assert.deepEqual(await brief('{ a }', breaks, says(503)), [{ a: 1 }, 3])
  assert.deepEqual(await brief('{ a }', says(429)), [{ a: 1 }, 2])
  assert.deepEqual(await brief('{ a }', says(500), says(500)), [{ a: null }, 1])
  assert.deepEqual(await brief('{ a }', says(502), says(502), says(502), answers), [{ a: null }, 3])
})

test('a mutation is never sent twice, unless it is marked as idempotent', async () => {
  await open({ idempotentMutations: ['pay'] })
  assert.deepEqual(await brief('mutation { change }', breaks), [{ change: null }, 1])
  assert.deepEqual(await brief('mutation { change }', says(503)), [{ change: null }, 1])
  assert.deepEqual(await brief('mutation { pay }', breaks), [{ pay: 1 }, 2])
})

test('what was refused before anything of it was sent is sent again, mutations too', async () => {
  await open({ urls: ['http://127.0.0.1:1/', subgraph.url] })
  for (let time = 0; time < 4; time++) assert.deepEqual(await brief('mutation { change }'), [{ change: 1 }, 1])
})

test('a subgraph that says when to come back is asked then, if there is time; else the client is told', async () => {
  await open({ timeoutMs: 3000 })
  const startedAt = performance.now()
  assert.deepEqual(await brief('{ a }', says(503, { 'retry-after': '1' })), [{ a: 1 }, 2])
  assert.ok(performance.now() - startedAt >= 990)
  const { calls, reply } = await asked('{ a }', says(503, { 'retry-after': '7' }))
  assert.deepEqual([calls, codesOf(reply), reply.json?.errors?.[0]?.extensions['retryAfterSeconds']], [1, ['SERVICE_UNAVAILABLE'], 7])
})

test('an outage is not answered with several times the load', async () => {
  await open({ retries: { firstBackoffMs: 1, share: 0.1, floor: 4 }, breaker: { minimumCalls: 1000 } })
  subgraph.seen.splice(0)
  subgraph.script(...Array.from({ length: 100 }, () => says(503)))
  for (let call = 0; call < 30; call++) await ask(router as TestRouter, '{ a }')
  assert.equal(subgraph.seen.length, 34)
})

test('half of the calls being outages stops all for a while, and one tries whether it is over', async () => {
  await open({ retries: { tries: 1 }, breaker: { minimumCalls: 4, openMs: 1000 } })
  // What a subgraph says in GraphQL is no outage.
  const error: Answering = (response) => response.writeHead(500).end('{"errors":[{"message":"no"}]}')
  for (const answering of [error, error, error, error, answers]) await asked('{ a }', answering)
  for (let call = 0; call < 5; call++) assert.equal((await asked('{ a }', says(503))).calls, 1)
  const { calls, reply } = await asked('{ a }')
  assert.deepEqual([calls, codesOf(reply), reply.json?.errors?.[0]?.extensions['retryAfterSeconds']], [0, ['SERVICE_UNAVAILABLE'], 1])
  assert.match((await metrics()).text, /^circuit_state\{target="s",service="router"\} 2$/m)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const probe = asked('{ a }', (response) => setTimeout(() => answers(response), 200))
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.deepEqual(codesOf(await ask(router as TestRouter, '{ a }')), ['SERVICE_UNAVAILABLE'])
  assert.deepEqual((await probe).data, { a: 1 })
  assert.deepEqual(await brief('{ a }'), [{ a: 1 }, 1])
})

const metrics = (): Promise<Reply> => send(`http://127.0.0.1:${router?.operatorPort ?? 0}/metrics`)

const hangs: Answering = () => undefined
const series = async (name: string): Promise<string | undefined> =>
  new RegExp(`^${name}\\{target="s",service="router"\\} (\\d+)$`, 'm').exec((await metrics()).text)?.[1]

test('a subgraph that is back is asked again as soon as it answers when it is looked at, though its circuit would stay open for longer', async () => {
  await open({ retries: { tries: 1 }, breaker: { minimumCalls: 4 }, healthIntervalMs: 200 })
  for (let call = 0; call < 4; call++) await asked('{ a }', says(503))
  // Looked at in vain it stays as it is.
  subgraph.script(says(503))
  await wait(300)
  assert.equal(subgraph.seen.at(-1)?.query, '{__typename}')
  await wait(200)
  assert.deepEqual([await series('circuit_state'), await brief('{ a }')], ['1', [{ a: 1 }, 1]])
  assert.equal(await series('circuit_state'), '0')
  subgraph.seen.splice(0)
  await wait(500)
  assert.deepEqual(subgraph.seen, [])
})

test('calls that clients give up stop further ones only where the subgraph answers nobody', async () => {
  const own = await open({ retries: { tries: 1 }, breaker: { threshold: 0.4, minimumCalls: 4, silentMs: 200 } })
  const queries = ['{ b: a }', '{ c: a }', '{ d: a }', '{ e: a }']
  for (const query of queries) await ask(own, query)
  const giveUp = async (query: string): Promise<void> => {
    const signal = AbortSignal.timeout(400)
    const headers = { 'content-type': 'application/json' }
    await assert.rejects(fetch(`${own.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }), signal }))
  }
  const hanging = async (): Promise<unknown> => {
    subgraph.script(...queries.map(() => hangs))
    return Promise.all(queries.map(giveUp))
  }
  const slow = hanging()
  await wait(200)
  assert.deepEqual((await ask(own, '{ a }')).json?.data, { a: 1 })
  await slow
  await wait(50)
  assert.equal(await series('circuit_state'), '0')
  await hanging()
  await wait(50)
  assert.equal(await series('circuit_state'), '2')
})

test('what is known of a subgraph outlives a reload, unless its address or its settings change', async () => {
  const own = await open({ retries: { tries: 1 }, breaker: { minimumCalls: 4 } }, 5000)
  const late = asked('{ a }', (response) => setTimeout(() => answers(response), 1500))
  await wait(100)
  subgraph.script(...Array.from({ length: 4 }, () => says(503)))
  for (let call = 0; call < 4; call++) await ask(own, `{ x${call}: a }`)
  assert.deepEqual([await series('circuit_state'), await series('router_subgraph_in_flight')], ['2', '1'])
  assert.equal((await own.reload('operator')).outcome, 'reloaded')
  assert.deepEqual([await series('circuit_state'), await series('router_subgraph_in_flight')], ['2', '1'])
  assert.deepEqual(codesOf(await ask(own, '{ a }')), ['SERVICE_UNAVAILABLE'])
  subgraph.script()
  await own.serve({ config: { subgraphs: { s: { url: subgraph.url, breaker: { openMs: 29_000 } } } } })
  assert.equal(await series('circuit_state'), '0')
  assert.deepEqual((await ask(own, '{ a }')).json?.data, { a: 1 })
  assert.deepEqual((await late).data, { a: 1 })
})

test('what comes beyond the limit is refused at once with a hint, and counted', async () => {
  await open({ maxInFlight: 1 })
  const late: Answering = (response) => setTimeout(() => answers(response), 300)
  const first = asked('{ a }', late)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const refused = await ask(router as TestRouter, '{ a }')
  assert.deepEqual([codesOf(refused), refused.json?.errors?.[0]?.extensions['retryAfterSeconds']], [['SERVICE_UNAVAILABLE'], 1])
  const { text } = await metrics()
  assert.match(text, /^router_subgraph_in_flight\{target="s",service="router"\} 1$/m)
  assert.match(text, /^router_subgraph_shed_total\{subgraph="s",service="router"\} 1$/m)
  assert.deepEqual((await first).data, { a: 1 })
})

test('a query is waited for as long as queries are, a mutation as mutations are, and each is told how long', async () => {
  await open({ timeoutMs: { query: 200, mutation: 5000 } })
  const slow: Answering = (response) => setTimeout(() => answers(response), 500)
  assert.deepEqual(await brief('{ a }', slow), [{ a: null }, 1])
  assert.equal(subgraph.seen[0]?.headers['x-request-timeout-ms'], '200')
  assert.deepEqual(await brief('mutation { change }', slow), [{ change: 1 }, 1])
  assert.ok(Number(subgraph.seen[0]?.headers['x-request-timeout-ms']) > 4900)
})

test('a replica that hangs has only a part of the time', async () => {
  await open({ timeoutMs: 3000, retries: { tryMs: 200, firstBackoffMs: 1 } })
  assert.deepEqual(await brief('{ a }', () => undefined), [{ a: 1 }, 2])
  assert.match((await metrics()).text, /^call_retries_total\{target="s",service="router"\} 1$/m)
})

test('packed answers are asked for where the config says so, and bounded as the others are', async () => {
  await open()
  await asked('{ a }')
  assert.equal(subgraph.seen[0]?.headers['accept-encoding'], undefined)
  await router?.stop()
  await open({ compression: true, maxResponseBytes: 10_000 })
  const packed =
    (text: string): Answering =>
    (response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text))
  assert.deepEqual(await brief('{ a }', packed('{"data":{"a":2}}')), [{ a: 2 }, 1])
  assert.equal(subgraph.seen[0]?.headers['accept-encoding'], 'gzip, br')
  const { data, reply } = await asked('{ a }', packed(`{"data":{"a":2},"extensions":"${' '.repeat(100_000)}"}`))
  assert.deepEqual([data, codesOf(reply)], [{ a: null }, ['INTERNAL_SERVER_ERROR']])
})
