import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { createIdentityMinter, IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'
import { customer } from '@agora/testkit/viewers.ts'

import type { SubgraphContext } from './context.ts'
import { batchCalls, library } from './fixtures/library.ts'
import { startSubgraph, type RunningSubgraph } from './startSubgraph.ts'

let keys: TestKeys
let subgraph: RunningSubgraph
let client: SubgraphClient
let url: string
let caller: Caller
let stopped = 0
let databaseIsAway = false
const lines: Record<string, unknown>[] = []

before(async () => {
  keys = await testKeys(['router-library'])
  const logger = createLogger({ service: 'library', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } })
  subgraph = await startSubgraph<SubgraphContext>({
    ...library,
    name: 'library',
    createContext: ({ viewer, requestId, logger: ofRequest }) => ({ viewer, requestId, logger: ofRequest }),
    environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'abc' },
    logger,
    metrics: createMetrics('library'),
    readiness: async () => {
      if (databaseIsAway) throw new Error('away')
    },
    onStop: async () => void (stopped += 1),
  })
  url = `http://127.0.0.1:${subgraph.graphqlPort}`
  client = createSubgraphClient({ url, keys: keys.open('router-library'), audience: 'library' })
  caller = createCaller({
    baseUrl: `http://127.0.0.1:${subgraph.internalPort}`,
    keys: keys.open('router-library'),
    caller: 'router',
    audience: 'library',
  })
})
after(async () => {
  await caller.close()
  await subgraph.stop()
  assert.equal(stopped, 1)
  await assert.rejects(fetch(`${url}/health`))
  await keys.drop()
})
beforeEach(() => {
  batchCalls.length = 0
  lines.length = 0
})

const mint = (audience: string, clock: () => number = Date.now): string =>
  createIdentityMinter({ keys: keys.open('router-library'), audience, issuer: 'router', clock }).mint(customer())

const post = (headers: Readonly<Record<string, string>>, body: string): Promise<Response> =>
  fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

test('answers nobody without a valid identity but for /health', async () => {
  assert.deepEqual([(await fetch(`${url}/health`)).status, await (await fetch(`${url}/health`)).json()], [200, { status: 'ok' }])
  const tokens = {
    missing: undefined,
    forged: `${mint('library').slice(0, -2)}xx`,
    otherAudience: mint('users'),
    expired: mint('library', () => Date.now() - 61_000),
  }
  for (const [what, token] of Object.entries(tokens)) {
    for (const body of ['{"query":"{ __typename }"}', 'not even JSON', '{"query":"{ _service { sdl } }"}']) {
      const answer = await post(token === undefined ? {} : { [IDENTITY_HEADER]: token }, body)
      assert.equal(answer.status, 401, what)
      assert.deepEqual(await answer.json(), {
        errors: [{ message: 'The request carries no valid identity', extensions: { code: 'UNAUTHENTICATED' } }],
      })
    }
  }
  assert.equal((await fetch(`${url}/metrics`)).status, 401)
})

test('tells whoever has an identity what is wrong with the request', async () => {
  const identity = { [IDENTITY_HEADER]: mint('library') }
  const refused = async (response: Promise<Response>): Promise<unknown> => {
    const answer = await response
    const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] }
    return [answer.status, errors[0]?.extensions.code]
  }
  assert.deepEqual(await refused(post(identity, 'not JSON')), [400, 'BAD_REQUEST'])
  assert.deepEqual(await refused(post(identity, '[{"query":"{ __typename }"}]')), [400, 'BAD_REQUEST'])
  assert.deepEqual(await refused(post(identity, '{"query":"{"}')), [400, 'GRAPHQL_PARSE_FAILED'])
  assert.deepEqual(await refused(post(identity, '{"query":"{ nothing }"}')), [400, 'GRAPHQL_VALIDATION_FAILED'])
  assert.deepEqual(await refused(post({ ...identity, 'content-type': 'text/plain' }, '{}')), [415, 'UNSUPPORTED_MEDIA_TYPE'])
  assert.deepEqual(await refused(post(identity, ' '.repeat(4 * 1024 * 1024 + 1))), [413, 'PAYLOAD_TOO_LARGE'])
  assert.deepEqual(await refused(fetch(`${url}/other`, { headers: identity })), [404, 'NOT_FOUND'])
  // Apollo gives every rule of validation its own code; the message says which it was.
  const deep = `{ book(id: "1") ${'{ siblings '.repeat(26)}{ id }${' }'.repeat(26)} }`
  assert.deepEqual(await refused(post(identity, JSON.stringify({ query: deep }))), [400, 'GRAPHQL_VALIDATION_FAILED'])
  const cyclic = '{ book(id: "1") { ...A } } fragment A on Book { ...B } fragment B on Book { ...A }'
  assert.deepEqual(await refused(post(identity, JSON.stringify({ query: cyclic }))), [400, 'GRAPHQL_VALIDATION_FAILED'])
})

test('answers the same the first, second and third time, whether compiled or not', async () => {
  for (let run = 0; run < 3; run++) {
    const answer = await client.as(anonymous)('query Titles($first: Int) { items(first: $first) { id title ... on Book { printed } } }', { first: 1 })
    assert.deepEqual(answer, { status: 200, data: { items: [{ id: '1', title: 'One', printed: '@2026' }] } })
  }
})

test('a refused field is null beside the rest, with its code', async () => {
  const { data, errors } = await client.as(anonymous)('{ book(id: "1") { title note } staff { name } }')
  assert.deepEqual(data, { book: { title: 'One', note: null }, staff: null })
  const told = errors?.map(({ path, extensions, message }) => [path?.join('.'), extensions, message]).sort()
  assert.deepEqual(
    told,
    ['book.note', 'staff'].map((path) => [path, { code: 'FORBIDDEN' }, 'You may not read this']),
  )
})

test('a denied mutation changes nothing and an allowed one answers', async () => {
  const rename = 'mutation { rename(id: "1", title: "New") { title } }'
  const { data, errors } = await client.as(anonymous)(rename)
  assert.deepEqual([data, errors?.[0]?.extensions], [{ rename: null }, { code: 'FORBIDDEN' }])
  assert.deepEqual((await client.as(customer())(rename)).data, { rename: { title: 'New' } })
})

test('errors outside the catalogue are masked with the request id, under which the log has them', async () => {
  const { data, errors } = await client.as(anonymous)('{ fails }', {}, { 'x-request-id': 'req-7' })
  assert.deepEqual(data, { fails: null })
  assert.deepEqual(errors, [
    {
      message: 'Internal server error',
      locations: [{ line: 1, column: 3 }],
      path: ['fails'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-7' },
    },
  ])
  const failed = lines.find(({ msg }) => msg === 'Resolver failed')
  assert.equal(failed?.['requestId'], 'req-7')
  assert.match(JSON.stringify(failed), /secret detail/)
  const { errors: told } = await client.as(anonymous)('{ fails(how: "one") }')
  assert.deepEqual(
    told?.map(({ message, extensions }) => [message, extensions]),
    [['one is wrong', { code: 'BAD_USER_INPUT' }]],
  )
})

test('writes one line a request, with its ids and without its text', async () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  await client.as(customer('usr_a'))('query Mine { me { email } }', {}, { 'x-request-id': 'req-8', traceparent })
  const [line, ...more] = lines.filter(({ msg }) => msg === 'Answered')
  assert.deepEqual(more, [])
  const { time: _, durationMs, spanId, ...rest } = line ?? {}
  assert.deepEqual([typeof durationMs, String(spanId).length], ['number', 16])
  assert.deepEqual(rest, {
    level: 30,
    service: 'library',
    requestId: 'req-8',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    status: 200,
    sub: 'usr_a',
    msg: 'Answered',
  })
  assert.ok(!JSON.stringify(lines).includes('example.com'))
})

test('a request that asks for a trace gets one, from the uncompiled path', async () => {
  const ask = (): ReturnType<ReturnType<SubgraphClient['as']>> =>
    client.as(anonymous)('{ book(id: "1") { title } }', {}, { 'apollo-federation-include-trace': 'ftv1' })
  for (let run = 0; run < 3; run++) {
    const { data, extensions } = await ask()
    assert.deepEqual(data, { book: { title: 'One' } })
    assert.match(Buffer.from(String(extensions?.['ftv1']), 'base64').toString('latin1'), /title/)
  }
  assert.equal((await client.as(anonymous)('{ book(id: "1") { title } }')).extensions, undefined)
})

test('serves its SDL to whoever has an identity', async () => {
  const { data } = await client.as(anonymous)<{ _service: { sdl: string } }>('{ _service { sdl } }')
  assert.match(data?._service.sdl ?? '', /type Secret\s+@key\(fields: "id"\)/)
})

test('the internal port shows readiness and metrics to the router', async () => {
  const options = { timeoutMs: 2000 }
  const read = async (path: string): Promise<[number, string]> => {
    const answer = await caller.get(path, options)
    return answer.ok ? [answer.value.status, answer.value.body.toString()] : [0, answer.error.message]
  }
  assert.deepEqual(await read('/ready'), [200, '{"name":"library","ready":true,"buildVersion":"abc"}'])
  databaseIsAway = true
  assert.deepEqual(await read('/ready'), [503, '{"name":"library","ready":false,"buildVersion":"abc"}'])
  databaseIsAway = false
  assert.match((await read('/metrics'))[1], /http_request_duration_seconds_count\{service="library",status="200"\} \d+/)
  assert.equal((await fetch(`http://127.0.0.1:${subgraph.internalPort}/metrics`)).status, 401)
})
