import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { serverAudits, type AuditFail } from 'graphql-http'

import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl })
const url = `${router.url}/graphql`
after(async () => {
  await router.stop()
  await graph.stop()
})

/** As a client that is no page in a browser may ask. */
const withPreflight: typeof fetch = (address, init) => {
  const headers = new Headers(init?.headers)
  headers.set('apollo-require-preflight', 'true')
  return fetch(address, { ...init, headers })
}

/** What the audits of the GraphQL over HTTP specification find fault with. */
async function faults(fetchFn: typeof fetch): Promise<{ readonly count: number; readonly failed: readonly AuditFail[] }> {
  const audits = serverAudits({ url, fetchFn })
  const results = await Promise.all(audits.map(({ fn }) => fn()))
  return { count: audits.length, failed: results.filter((result) => result.status !== 'ok') as AuditFail[] }
}

test('all audits of the GraphQL over HTTP specification pass where a request cannot come from a foreign page', async () => {
  const { count, failed } = await faults(withPreflight)
  assert.deepEqual(
    failed.map(({ name, reason }) => `${name}: ${reason}`),
    [],
  )
  assert.equal(count, 61)
})

/** Without a header that only a page of our own may set, a plain GET might be one that a foreign page has the browser send. */
const PLAIN_GETS = [
  'MAY accept application/x-www-form-urlencoded formatted GET requests',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
]

test('without a sign of that, what the audits ask by a plain GET is refused, and nothing else', async () => {
  const { failed } = await faults(fetch)
  assert.deepEqual(
    failed.map(({ name, response }) => [name, response.status]),
    PLAIN_GETS.map((name) => [name, 400]),
  )
})

const broken = [
  { query: '{' },
  { query: '{ nothing }' },
  { query: 'query($id: ID!) { product(id: $id) { name } }', variables: {} },
  { query: 'query A { locations }', operationName: 'B' },
]

test('an operation that is at fault is answered 200 to a client that knows only application/json, and 400 to any other', async () => {
  const statuses = async (accept: string): Promise<number[]> => {
    const headers = { accept, 'content-type': 'application/json' }
    const answers = await Promise.all(broken.map((body) => fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })))
    return answers.map(({ status }) => status)
  }
  assert.deepEqual(await statuses('application/json'), [200, 200, 200, 200])
  assert.deepEqual(await statuses('application/json; charset=utf-8'), [200, 200, 200, 200])
  assert.deepEqual(await statuses('application/graphql-response+json, application/json;q=0.9'), [400, 400, 400, 400])
  assert.deepEqual(await statuses('*/*'), [400, 400, 400, 400])
})

test('what the router refuses keeps its status whatever the client accepts', async () => {
  const query = `{ ${Array.from({ length: 2_000 }, (_, i) => `a${i}: locations`).join(' ')} }`
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
  assert.equal(status, 400)
})
