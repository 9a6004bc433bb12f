import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl })
const strict = await startTestRouter({ sdl: graph.sdl, config: { demandControl: { mode: 'enforce', max: 1 } } })
after(async () => {
  await Promise.all([router.stop(), strict.stop()])
  await graph.stop()
})

/** All of an answer that does not change from one to the next. */
async function send(body: unknown, headers: Readonly<Record<string, string>> = {}, to = router): Promise<object> {
  const response = await fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const requestId = response.headers.get('x-request-id') ?? ''
  const stable = [...response.headers].filter(([name]) => name !== 'x-request-id' && name !== 'date')
  return { status: response.status, headers: stable, text: text.replaceAll(requestId, 'ID') }
}

const query = 'query Product($id: ID!, $with: Boolean = true) { product(id: $id) { name stock @include(if: $with) } }'
const requests: readonly (readonly [string, unknown, Readonly<Record<string, string>>?])[] = [
  ['a query', { query: '{ product(id: "p2") { name stock } locations }' }],
  ['variables and defaults', { query, variables: { id: 'p1' } }],
  ['a null for variables and name', { query: '{ locations }', variables: null, operationName: null }],
  ['an operation by its name', { query: 'query A { locations } query B { products { id } }', operationName: 'B' }],
  ['another media type', { query: '{ locations }' }, { accept: 'application/graphql-response+json' }],
  ['a preference', { query: '{ locations }' }, { accept: 'text/html;q=0.1, application/graphql-response+json, application/json;q=0.9' }],
  ['errors of subgraphs', { query: '{ bug locations }' }],
  ['introspection beside data', { query: '{ __typename locations __type(name: "Product") { name } }' }],
  ['a mutation', { query: 'mutation { rename(id: "p1", name: "Kettle") { name } }' }],
  ['variables that do not fit', { query, variables: { id: null } }],
  ['variables that are none', { query, variables: [1] }],
  ['variables as text', { query, variables: '{}' }],
  ['no operation of this name', { query: 'query A { locations }', operationName: 'B' }],
  ['an operation that is not valid', { query: '{ nothing }' }],
  ['what is no GraphQL', { query: '{' }],
  ['an unknown persisted query', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }],
  ['a media type that is not spoken', { query: '{ locations }' }, { accept: 'image/png' }],
  ['an empty body', {}],
]

for (const [what, body, headers] of requests) {
  test(`${what}: the answer is the same the first time, by Apollo Server, and whenever it is asked again`, async () => {
    const first = await send(body, headers)
    for (let time = 0; time < 3; time += 1) assert.deepEqual(await send(body, headers), first)
  })
}

for (const accept of ['application/graphql-response+json', 'application/json', '*/*']) {
  test(`a refusal of an operation is the same the first time, by Apollo Server, and whenever it is asked again, and counted once each time: ${accept}`, async () => {
    const before = await counted()
    await send({ query: '{ locations }' }, { accept }, strict)
    const body = { query: '{ products { id similar { id } } }' }
    const first = await send(body, { accept }, strict)
    assert.match(JSON.stringify(first), /"status":400.*COST_ESTIMATED_TOO_EXPENSIVE/)
    for (let time = 0; time < 3; time += 1) assert.deepEqual(await send(body, { accept }, strict), first)
    assert.equal((await counted()) - before, 4)
  })
}

async function counted(): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${strict.operatorPort}/metrics`)).text()
  return Number(/^router_operation_estimated_cost_points_count\{[^}]*too_expensive[^}]*\} (\d+)$/m.exec(page)?.[1] ?? 0)
}
