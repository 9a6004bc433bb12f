import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'

import { ask, codesOf, send } from '../testing/ask.ts'
import { startScriptedSubgraph, type ScriptedSubgraph } from '../testing/scriptedSubgraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'

let subgraph: ScriptedSubgraph
let router: TestRouter | undefined

before(async () => {
  subgraph = await startScriptedSubgraph()
})
afterEach(async () => {
  await router?.stop()
  subgraph.seen.splice(0)
})
after(() => subgraph.stop())

async function open(headers: object, more: Readonly<Record<string, unknown>> = {}): Promise<TestRouter> {
  router = await startTestRouter({ sdl: subgraph.sdl, config: { subgraphs: { s: { url: subgraph.url } }, headers, ...more } })
  return router
}

const CLIENT = { 'x-tenant': 't1', 'x-user-id': 'admin', 'x-other': 'o', cookie: 'a=1' }

test('without rules nothing of a client reaches a subgraph, and nothing of a subgraph a client', async () => {
  const own = await open({})
  subgraph.script((response) => response.writeHead(200, { 'x-cost': '3', 'set-cookie': 'a=1' }).end('{"data":{"a":1}}'))
  const { headers } = await ask(own, '{ a }', { headers: CLIENT })
  assert.deepEqual(Object.keys(subgraph.seen[0]?.headers ?? {}).toSorted(), [
    'accept',
    'content-length',
    'content-type',
    'host',
    'traceparent',
    'x-request-id',
    'x-request-timeout-ms',
  ])
  assert.deepEqual([headers['x-cost'], headers['set-cookie']], [undefined, undefined])
})

test('what the rules name reaches the subgraph, at the first and at every further sight of an operation', async () => {
  const own = await open({ request: [{ propagate: 'x-tenant', as: 'tenant' }, { propagateMatching: 'x-.*' }, { remove: 'x-tenant' }] })
  for (const tenant of ['t1', 't2', 't3']) await ask(own, '{ a }', { headers: { ...CLIENT, 'x-tenant': tenant } })
  assert.deepEqual(
    subgraph.seen.map(({ headers }) => [headers['tenant'], headers['x-tenant'], headers['x-other'], headers['x-user-id'], headers.cookie]),
    ['t1', 't2', 't3'].map((tenant) => [tenant, undefined, 'o', undefined, undefined]),
  )
})

test('what the rules name of a reply reaches the client, cookies each by itself', async () => {
  const own = await open({ response: [{ propagate: 'set-cookie' }, { propagate: 'x-cost', as: 'x-cost-units' }] })
  for (let sight = 0; sight < 3; sight++) {
    subgraph.script((response) =>
      response.writeHead(200, { 'x-cost': '3', 'set-cookie': ['a=1; Path=/', 'b=2'], 'cache-control': 'public' }).end('{"data":{"a":1}}'),
    )
    const { headers } = await ask(own, '{ a }')
    assert.deepEqual([headers['x-cost-units'], headers['set-cookie'], headers['cache-control']], ['3', ['a=1; Path=/', 'b=2'], 'no-store'])
  }
})

test('a header that is too long to go on refuses the request before anybody is asked', async () => {
  const reply = await ask(await open({ request: [{ propagate: 'x-tenant' }], maxValueBytes: 3 }), '{ a }', { headers: { 'x-tenant': 'long' } })
  assert.deepEqual([reply.status, codesOf(reply), subgraph.seen.length], [400, ['BAD_REQUEST'], 0])
})

test('a version that is not answered is refused, and one that is deprecated says so', async () => {
  const version = { current: '2026-10', deprecated: { '2026-04': { since: '2026-10-01', sunset: '2027-04-01' } } }
  const own = await open({ version }, { cors: { origins: ['https://shop.example'] } })
  const of = async (asked?: string): Promise<readonly unknown[]> => {
    const { status, headers } = await ask(own, '{ a }', { headers: asked === undefined ? {} : { 'x-api-version': asked } })
    return [status, headers['x-api-version'], headers['deprecation'], headers['sunset']]
  }
  assert.deepEqual(await of(), [200, '2026-10', undefined, undefined])
  assert.deepEqual(await of('2026-04'), [200, '2026-04', '@1790812800', 'Thu, 01 Apr 2027 00:00:00 GMT'])
  assert.deepEqual(await of('2024-01'), [400, undefined, undefined, undefined])
  const preflight = await send(`${own.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://shop.example' } })
  assert.match(String(preflight.headers['access-control-allow-headers']), /, x-api-version$/)
  assert.match(String(preflight.headers['access-control-expose-headers']), /x-api-version, deprecation, sunset, link$/)
})
