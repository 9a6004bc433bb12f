import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { codesOf, send, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
const batching = { enabled: true, max: 20 }
const router = await startTestRouter({ sdl: graph.sdl, config: { batching } })
after(async () => {
  await router.stop()
  await graph.stop()
})

const post = (body: unknown, { url } = router): Promise<Reply> =>
  send(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const withoutId = ({ text, headers }: Reply): string => text.replaceAll(String(headers['x-request-id']), 'ID')
const outcome = (reply: Reply): unknown[] => [reply.status, ...codesOf(reply)]
/** The codes of each answer of a batch; a number of none where it has data. */
const codesOfEach = ({ text }: Reply): unknown[] =>
  (JSON.parse(text) as Reply['json'][]).map((json) => json?.errors?.map(({ extensions }) => extensions['code']) ?? 'data')

const query = 'query Product($id: ID!) { product(id: $id) { name stock } }'
const entries: readonly unknown[] = [
  { query: '{ locations }' },
  { query, variables: { id: 'p1' } },
  { query, variables: { id: 'p2' }, operationName: 'Product' },
  { query, variables: {} },
  { query: '{ nothing }' },
  { query: '{' },
  { query: '{ bug locations }' },
  { query: `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }` },
  { query: 'mutation { rename(id: "p1", name: "Kettle") { name } }' },
  { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
  { query: 'query A { locations }', operationName: 'B' },
  { query: '{ __type(name: "Product") { name } }' },
  {},
  null,
  5,
  'text',
]

test('each operation of a batch is answered as it is alone, whether it is the first time or not', async () => {
  for (let time = 0; time < 3; time += 1) {
    const batch = await post(entries)
    const alone = await Promise.all(entries.map(async (entry) => withoutId(await post(entry))))
    assert.equal(batch.status, 200)
    assert.equal(batch.headers['content-type'], 'application/json; charset=utf-8')
    assert.equal(withoutId(batch), `[${alone.join(',')}]`)
  }
})

test('mutations of a batch happen in its order, and what is read after them sees them', async () => {
  graph.calls.splice(0)
  const slow = 'mutation { slowly(ms: 60) }'
  const reply = await post([{ query: slow }, { query: '{ locations }' }, { query: 'mutation { rename(id: "p2", name: "Lamp") { name } }' }])
  assert.equal(reply.text, '[{"data":{"slowly":"done"}},{"data":{"locations":["north","south"]}},{"data":{"rename":{"name":"Lamp"}}}]')
  assert.deepEqual(
    graph.calls.map(({ query: asked }) => /slowly|locations|rename/.exec(asked)?.[0]),
    ['slowly', 'locations', 'rename'],
  )
})

test('a batch that is too long, empty or inside another is refused', async () => {
  graph.calls.splice(0)
  assert.deepEqual(outcome(await post(Array.from({ length: 21 }, () => ({ query: '{ locations }' })))), [400, 'BATCHING_LIMIT'])
  assert.deepEqual(outcome(await post([])), [400, 'BAD_REQUEST'])
  assert.deepEqual(codesOfEach(await post([[{ query: '{ locations }' }]])), [['BAD_REQUEST']])
  assert.equal(graph.calls.length, 0)
})

test('the body of a batch is bounded as that of a single operation', async () => {
  const small = await startTestRouter({ sdl: graph.sdl, config: { batching, limits: { bodyBytes: 100 } } })
  assert.deepEqual(outcome(await post([{ query: '{ locations }' }], small)), [200])
  assert.deepEqual(outcome(await post([{ query: '{ locations }' }, { query: '{ locations }', variables: { long: 'x'.repeat(60) } }], small)), [
    413,
    'PAYLOAD_TOO_LARGE',
  ])
  await small.stop()
})

test('rate limits count each operation, refuse what is too much, and say when to come back', async () => {
  const perAddress = { requests: 5, seconds: 60, burst: 0 }
  const strict = await startTestRouter({ sdl: graph.sdl, config: { batching, rateLimits: { perAddress } } })
  const asked = (count: number) => Array.from({ length: count }, () => ({ query: '{ locations }' }))
  assert.deepEqual(codesOfEach(await post(asked(3), strict)), ['data', 'data', 'data'])
  const second = await post(asked(4), strict)
  assert.deepEqual(codesOfEach(second), ['data', 'data', ['RATE_LIMITED'], ['RATE_LIMITED']])
  assert.ok(Number(second.headers['retry-after']) > 50)
  assert.deepEqual(outcome(await post(asked(2), strict)), [429, 'RATE_LIMITED'])
  await strict.stop()
})

test('on the safelist each operation of a batch must be listed', async () => {
  const manifests = [new URL('../../schema/trustedDocuments.json', import.meta.url).pathname]
  const strict = await startTestRouter({ sdl: graph.sdl, config: { batching, trustedDocuments: { mode: 'safelist', manifests } } })
  graph.calls.splice(0)
  assert.deepEqual(codesOfEach(await post([{ query: '{ locations }' }, { documentId: 'none' }], strict)), [
    ['QUERY_NOT_IN_SAFELIST'],
    ['PERSISTED_QUERY_NOT_IN_LIST'],
  ])
  assert.equal(graph.calls.length, 0)
  await strict.stop()
})

test('a list is not read unless the operator says so', async () => {
  const usual = await startTestRouter({ sdl: graph.sdl })
  assert.deepEqual(outcome(await post([{ query: '{ locations }' }], usual)), [400, 'BATCHING_LIMIT'])
  await usual.stop()
})

test('the line of the log names each operation of a batch', async () => {
  await post([{ query: 'query One { locations }' }, { query: 'query Two { products { id } }' }])
  const line = router.lines.find(({ batch }) => JSON.stringify(batch)?.includes('One') === true)
  assert.deepEqual(line?.['batch'], [
    { operation: 'One', kind: 'query' },
    { operation: 'Two', kind: 'query' },
  ])
})
