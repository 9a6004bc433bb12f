import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { ask, codesOf, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { MASKED_MESSAGE } from './presentErrors.ts'

const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, config: { traffic: { timeoutMs: 500, maxResponseBytes: 1_000_000 } } })

afterEach(() => {
  graph.misbehave('catalogue', null)
  graph.misbehave('stock', null)
})
after(async () => {
  await router.stop()
  await graph.stop()
})

const first = (reply: Reply) => reply.json?.errors?.[0]

test('joins two subgraphs', async () => {
  const reply = await ask(router, '{ product(id: "p2") { name stock } locations }')
  assert.deepEqual(reply.json, { data: { product: { name: 'Lamp', stock: 20 }, locations: ['north', 'south'] } })
})

test('masks a bug and keeps the rest of the answer', async () => {
  const reply = await ask(router, '{ bug locations }')
  assert.equal(reply.status, 200)
  assert.deepEqual(reply.json?.data, { bug: null, locations: ['north', 'south'] })
  assert.deepEqual(reply.json?.errors, [
    { message: MASKED_MESSAGE, path: ['bug'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: reply.headers['x-request-id'] } },
  ])
  assert.doesNotMatch(reply.text, /hunter2|secret|stack/)
  assert.ok(router.lines.some((line) => line['requestId'] === reply.headers['x-request-id'] && line['msg'] === 'Error was masked'))
})

test('lets a promised code pass without its stack', async () => {
  const reply = await ask(router, '{ denied }')
  assert.deepEqual(reply.json?.errors, [
    { message: 'Not yours.', path: ['denied'], extensions: { scope: 'x:read', code: 'FORBIDDEN', requestId: reply.headers['x-request-id'] } },
  ])
})

test('puts the error of one entity where the client sees it', async () => {
  const reply = await ask(router, '{ products { stock } }')
  assert.deepEqual(reply.json?.data, { products: [{ stock: 10 }, { stock: 20 }, { stock: null }] })
  assert.deepEqual(first(reply)?.path, ['products', 2, 'stock'])
})

test('keeps what other subgraphs answered when one fails', async () => {
  graph.misbehave('stock', 'fails')
  const reply = await ask(router, '{ product(id: "p1") { name stock } }')
  assert.equal(reply.status, 200)
  assert.deepEqual(reply.json?.data, { product: { name: 'Kettle', stock: null } })
  assert.deepEqual([codesOf(reply), first(reply)?.path], [['SERVICE_UNAVAILABLE'], ['product', 'stock']])
})

test("does not take a subgraph's refusal of the router for the viewer's fault", async () => {
  graph.misbehave('stock', 'refuses')
  const reply = await ask(router, '{ product(id: "p1") { name stock } }')
  assert.deepEqual(codesOf(reply), ['INTERNAL_SERVER_ERROR'])
  assert.equal(first(reply)?.message, MASKED_MESSAGE)
})

test('masks nonsense and answers that are too long', async () => {
  for (const how of ['talks-nonsense', 'floods'] as const) {
    graph.misbehave('stock', how)
    const reply = await ask(router, '{ locations }')
    assert.deepEqual(codesOf(reply), ['INTERNAL_SERVER_ERROR'], how)
    assert.doesNotMatch(reply.text, /html|bytes/)
  }
})

test('takes in no prototype from a subgraph', async () => {
  graph.misbehave('catalogue', 'pollutes')
  const reply = await ask(router, '{ products { id name } }')
  assert.deepEqual(reply.json, { data: { products: [{ id: 'p1', name: 'Kettle' }] } })
  assert.equal(({} as { polluted?: boolean }).polluted, undefined)
})

test('gives up on a subgraph that does not answer in time', async () => {
  const reply = await ask(router, '{ slow(ms: 5000) locations }')
  assert.deepEqual(codesOf(reply), ['SERVICE_UNAVAILABLE'])
})

test('answers that a subgraph is down', async () => {
  const lonely = await startSmallGraph()
  const alone = await startTestRouter({ sdl: lonely.sdl })
  await lonely.shut('stock')
  const reply = await ask(alone, '{ product(id: "p1") { name stock } }')
  assert.deepEqual(reply.json?.data, { product: { name: 'Kettle', stock: null } })
  assert.deepEqual(codesOf(reply), ['SERVICE_UNAVAILABLE'])
  await alone.stop()
  await lonely.shut('catalogue')
})

test('names a variable that does not fit', async () => {
  const reply = await ask(router, 'query ($input: AddInput!) { add(input: $input) }', { variables: { input: { one: 1, other: 'x' } } })
  assert.deepEqual([reply.status, codesOf(reply)], [400, ['BAD_USER_INPUT']])
  assert.match(first(reply)?.message ?? '', /\$input.*other/)
})

test('names ten of very many variables that do not fit, and calls none of them a bug', async () => {
  const input = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`unknown${index}`, index]))
  const reply = await ask(router, 'query ($input: AddInput!) { add(input: $input) }', { variables: { input } })
  assert.deepEqual([reply.status, codesOf(reply)], [400, Array.from({ length: 10 }, () => 'BAD_USER_INPUT')])
})

test('names an operation that is not there', async () => {
  const several = 'query A { locations } query B { locations }'
  for (const operationName of [undefined, 'C']) {
    const reply = await ask(router, several, operationName === undefined ? {} : { operationName })
    assert.deepEqual([reply.status, codesOf(reply)], [400, ['OPERATION_RESOLUTION_FAILURE']])
  }
  assert.deepEqual((await ask(router, several, { operationName: 'B' })).json, { data: { locations: ['north', 'south'] } })
})

test('shows no query plan, whatever a client asks for', async () => {
  const reply = await ask(router, '{ locations }', { headers: { 'apollo-query-plan-experimental': '1' } })
  assert.deepEqual(reply.json, { data: { locations: ['north', 'south'] } })
})

test('runs a mutation', async () => {
  const reply = await ask(router, 'mutation { rename(id: "p1", name: "Pot") { name stock } }')
  assert.deepEqual(reply.json, { data: { rename: { name: 'Pot', stock: 10 } } })
})

test('stops a query when its client has gone, and finishes a mutation all the same', async (context) => {
  const patient = await startTestRouter({ sdl: graph.sdl })
  context.after(() => patient.stop())
  const leave = async (query: string): Promise<void> => {
    graph.calls.splice(0)
    const client = new AbortController()
    const body = JSON.stringify({ query })
    const asked = fetch(`${patient.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: client.signal })
    while (graph.calls.length === 0) await wait(5)
    client.abort()
    await assert.rejects(asked, { name: 'AbortError' })
  }
  await leave('{ slow(ms: 300) }')
  // Calls of other tests may still be given up meanwhile: only these two operations are looked for.
  while (!graph.abandoned.some((call) => call.replaceAll(' ', '').includes('{slow(ms:300)}'))) await wait(5)
  await leave('mutation { slowly(ms: 300) }')
  await wait(400)
  assert.deepEqual(
    graph.abandoned.filter((call) => call.includes('slowly')),
    [],
  )
  assert.equal(patient.lines.filter(({ msg }) => msg === 'Request was abandoned').length, 2)
  assert.equal(
    patient.lines.some(({ msg }) => msg === 'Subgraph call failed'),
    false,
  )
})
