import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { ask, codesOf } from '../testing/ask.ts'
import { askInParts } from '../testing/askInParts.ts'
import { startGatedGraph } from '../testing/gatedGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startGatedGraph()
const router = await startTestRouter({ sdl: graph.sdl })
after(async () => {
  await router.stop()
  await graph.stop()
})
beforeEach(() => void (graph.calls.length = graph.abandoned.length = 0))

const asked = (): string[] => graph.calls.map(({ subgraph }) => subgraph)

test('the first part is sent before the slow subgraph has answered, each further one as soon as its subgraph has', async () => {
  graph.hold('reviews')
  graph.hold('users')
  const reply = await askInParts(
    router,
    '{ product(id: "p1") { name ... @defer(label: "stars") { rating } ... @defer { reviews { text ... @defer(label: "who") { author { name } } } } } }',
  )
  assert.equal(reply.status, 200)
  assert.equal(reply.headers.get('content-type'), 'multipart/mixed; boundary="-"; deferSpec=20220824')
  assert.equal(reply.headers.get('cache-control'), 'no-store')
  assert.deepEqual(await reply.next(), { data: { product: { name: 'Kettle' } }, hasNext: true })
  graph.release('reviews')
  const parts = [await reply.next(), await reply.next()].flatMap((piece) => piece?.incremental ?? [])
  assert.deepEqual(
    parts.toSorted((a) => (a.label === undefined ? 1 : -1)),
    [
      { path: ['product'], label: 'stars', data: { rating: 1 } },
      { path: ['product'], data: { reviews: [{ text: 'a of p1' }, { text: 'b of p1' }] } },
    ],
  )
  graph.release('users')
  assert.deepEqual(await reply.rest(), [
    {
      incremental: [
        { path: ['product', 'reviews', 0], label: 'who', data: { author: { name: 'User a' } } },
        { path: ['product', 'reviews', 1], label: 'who', data: { author: { name: null } } },
      ],
      hasNext: false,
    },
  ])
})

test('an item of a list is a part with its own path, and a null that must not be one stops at its part', async () => {
  const reply = await askInParts(router, '{ products { id ...Stars @defer(label: "s") } } fragment Stars on Product { __typename rating }')
  const [first, ...later] = await reply.rest()
  assert.deepEqual(first, { data: { products: [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }] }, hasNext: true })
  const requestId = reply.headers.get('x-request-id')
  assert.deepEqual(later, [
    {
      incremental: [
        { path: ['products', 0], label: 's', data: { __typename: 'Product', rating: 1 } },
        {
          path: ['products', 1],
          label: 's',
          data: null,
          errors: [{ message: 'No rating.', path: ['products', 1, 'rating'], extensions: { code: 'NOT_FOUND', requestId } }],
        },
        { path: ['products', 2], label: 's', data: { __typename: 'Product', rating: 3 } },
      ],
      hasNext: false,
    },
  ])
})

test('the log says in how many parts a request was answered', async () => {
  const reply = await askInParts(router, '{ products { id ... @defer { shelf { row } } } }')
  await reply.rest()
  const lineOf = () => router.lines.find(({ requestId, msg }) => msg === 'Request was answered' && requestId === reply.headers.get('x-request-id'))
  while (lineOf() === undefined) await wait(5)
  assert.equal(lineOf()?.['parts'], 4)
})

test('of an object that is null nothing is deferred, and nobody is asked about it', async () => {
  const reply = await askInParts(router, '{ product(id: "p9") { name ... @defer { rating } } }')
  assert.match(reply.headers.get('content-type') ?? '', /^application\/graphql-response\+json/)
  assert.deepEqual(await reply.rest(), [{ data: { product: null } }])
  assert.deepEqual(asked(), ['products'])
})

test('a variable says whether something is deferred', async () => {
  const query = 'query ($late: Boolean!) { product(id: "p1") { name ... @defer(if: $late) { rating } } }'
  const [first, second] = await (await askInParts(router, query, { variables: { late: true } })).rest()
  assert.deepEqual([first?.data, second?.incremental?.[0]?.data], [{ product: { name: 'Kettle' } }, { rating: 1 }])
  const reply = await askInParts(router, query, { variables: { late: false } })
  assert.match(reply.headers.get('content-type') ?? '', /^application\/graphql-response\+json/)
  assert.deepEqual(await reply.rest(), [{ data: { product: { name: 'Kettle', rating: 1 } } }])
})

test('who does not accept parts is answered in one, time and again, alone and in a batch', async () => {
  const query = '{ product(id: "p1") { name ... @defer { rating } } }'
  for (const accept of ['application/json', '*/*', 'multipart/mixed, application/json', 'multipart/mixed;deferSpec=20220824;q=0, */*'])
    for (let time = 0; time < 2; time++) {
      const { status, text } = await ask(router, query, { headers: { accept } })
      assert.deepEqual([status, text], [200, '{"data":{"product":{"name":"Kettle","rating":1}}}'], accept)
    }
  const batching = await startTestRouter({ sdl: graph.sdl, config: { batching: { enabled: true } } })
  const response = await fetch(`${batching.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824, application/json' },
    body: JSON.stringify([{ query }, { query: '{ slowest }' }]),
  })
  assert.deepEqual(await response.json(), [{ data: { product: { name: 'Kettle', rating: 1 } } }, { data: { slowest: 'done' } }])
  await batching.stop()
})

test('who accepts nothing but parts is told all there is in one, refusals too', async () => {
  const headers = { accept: 'multipart/mixed;deferSpec=20220824' }
  for (const query of ['{ product(id: "p9") { ... @defer { rating } } }', '{ product(id: "p9") { name } }', '{ product(id: "p9") { name } }']) {
    const reply = await askInParts(router, query, { headers })
    assert.equal(reply.headers.get('content-type'), 'multipart/mixed; boundary="-"; deferSpec=20220824')
    assert.deepEqual(await reply.rest(), [{ data: { product: null }, hasNext: false }])
  }
  const refused = await askInParts(router, '{ nothing }', { headers })
  const [piece] = await refused.rest()
  const { code, requestId } = piece?.errors?.[0]?.extensions ?? {}
  assert.deepEqual([refused.status, piece?.hasNext, code, requestId], [400, false, 'GRAPHQL_VALIDATION_FAILED', refused.headers.get('x-request-id')])
})

test('the same operation is answered in parts and in one, as each client wants it, and others as before', async () => {
  const query = '{ product(id: "p1") { name ... @defer { rating } } }'
  for (let time = 0; time < 2; time++) {
    assert.equal((await (await askInParts(router, query)).rest()).length, 2)
    assert.deepEqual((await ask(router, query)).json, { data: { product: { name: 'Kettle', rating: 1 } } })
    assert.deepEqual(await (await askInParts(router, '{ slowest }')).rest(), [{ data: { slowest: 'done' } }])
  }
})

test('who goes away has what is under way abandoned', async () => {
  graph.hold('reviews')
  const reply = await askInParts(router, '{ product(id: "p1") { name ... @defer { rating } } }')
  await reply.next()
  while (!asked().includes('reviews')) await wait(5)
  reply.leave()
  const until = Date.now() + 2000
  while (graph.abandoned.length === 0 && Date.now() < until) await wait(5)
  graph.release('reviews')
  assert.deepEqual(
    graph.abandoned.map((query) => query.includes('rating')),
    [true],
  )
})

test('mutations are made in their order, whatever is deferred of them comes after', async () => {
  graph.hold('reviews')
  const reply = await askInParts(
    router,
    'mutation { rename(id: "p1", name: "Pot") { name ... @defer { rating } } renameAgain(id: "p3", name: "Stool") { name ... @defer(label: "l") { shelf { row } } } }',
  )
  assert.deepEqual(await reply.next(), { data: { rename: { name: 'Pot' }, renameAgain: { name: 'Stool' } }, hasNext: true })
  assert.deepEqual(asked().slice(0, 1), ['products'])
  graph.release('reviews')
  const parts = (await reply.rest()).flatMap(({ incremental = [] }) => incremental)
  assert.deepEqual(
    parts.toSorted((a) => (a.label === undefined ? -1 : 1)),
    [
      { path: ['rename'], data: { rating: 1 } },
      { path: ['renameAgain'], label: 'l', data: { shelf: { row: 30 } } },
    ],
  )
  assert.deepEqual(asked(), ['products', 'reviews', 'reviews'])
})

test('what a mutation has deferred is abandoned when the client has gone, the mutation itself is not', async () => {
  graph.hold('reviews')
  const reply = await askInParts(router, 'mutation { rename(id: "p1", name: "Pot") { name ... @defer { rating } } }')
  await reply.next()
  while (!asked().includes('reviews')) await wait(5)
  reply.leave()
  const until = Date.now() + 2000
  while (graph.abandoned.length === 0 && Date.now() < until) await wait(5)
  graph.release('reviews')
  assert.equal(graph.abandoned.length, 1)
})

test('a misplaced or mislabelled @defer is refused before anybody is asked', async () => {
  for (const query of [
    'mutation { ... @defer { rename(id: "p1", name: "x") { name } } }',
    '{ ... @defer(label: "a") { slowest } product(id: "p1") { ... @defer(label: "a") { name } } }',
    'query ($l: String) { ... @defer(label: $l) { slowest } }',
    '{ slowest @defer }',
  ]) {
    const reply = await ask(router, query)
    assert.deepEqual([reply.status, codesOf(reply)], [400, ['GRAPHQL_VALIDATION_FAILED']], query)
  }
  assert.deepEqual(asked(), [])
})

test('introspection offers the directive as the proposal has it', async () => {
  const { json } = await ask(router, '{ __schema { directives { name locations args { name defaultValue type { kind name ofType { name } } } } } }')
  const { directives } = (json?.data?.['__schema'] ?? {}) as { directives: { name: string }[] }
  assert.deepEqual(
    directives.filter(({ name }) => name === 'defer'),
    [
      {
        name: 'defer',
        locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
        args: [
          { name: 'label', defaultValue: null, type: { kind: 'SCALAR', name: 'String', ofType: null } },
          { name: 'if', defaultValue: 'true', type: { kind: 'NON_NULL', name: null, ofType: { name: 'Boolean' } } },
        ],
      },
    ],
  )
})

test('what was asked for in parts is prepared for the next generation as it was settled', async () => {
  const reloaded = await startTestRouter({ sdl: graph.sdl })
  const query = 'query ($late: Boolean!) { product(id: "p1") { name ... @defer(if: $late, label: "l") { rating } } }'
  for (const late of [true, false]) await (await askInParts(reloaded, query, { variables: { late } })).rest()
  const { outcome, ...counts } = await reloaded.serve({ config: { limits: { depth: 20 } } })
  assert.deepEqual([outcome, { ...counts, ms: 0 }], ['reloaded', { generation: 2, ms: 0, warmed: 2, leftOut: 0 }])
  const [, part] = await (await askInParts(reloaded, query, { variables: { late: true } })).rest()
  assert.deepEqual(part, { incremental: [{ path: ['product'], label: 'l', data: { rating: 1 } }], hasNext: false })
  await reloaded.stop()
})

test('an answer in parts is finished by a router that leaves, and by the generation that began it', async () => {
  const leaving = await startTestRouter({ sdl: graph.sdl })
  graph.hold('reviews')
  const query = '{ product(id: "p1") { name ... @defer { rating } } }'
  const before = await askInParts(leaving, query)
  await before.next()
  assert.equal((await leaving.serve({ config: { limits: { depth: 20 } } })).outcome, 'reloaded')
  const behind = await askInParts(leaving, query)
  await behind.next()
  const stopped = leaving.stop()
  await wait(50)
  graph.release('reviews')
  for (const reply of [before, behind])
    assert.deepEqual(await reply.rest(), [{ incremental: [{ path: ['product'], data: { rating: 1 } }], hasNext: false }])
  await stopped
})
