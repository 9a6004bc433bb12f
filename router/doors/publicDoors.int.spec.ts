import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, beforeEach, test } from 'node:test'

import { ask, codesOf, send } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const SHOP = 'https://shop.example'
const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, config: { cors: { origins: [SHOP] } } })
const url = `${router.url}/graphql`
const json = { 'content-type': 'application/json' }
const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = json) => send(url, { method: 'POST', headers, body })

beforeEach(() => void graph.calls.splice(0))
after(async () => {
  await router.stop()
  await graph.stop()
})

test('puts strict headers on every answer, of whatever kind', async () => {
  const answers = await Promise.all([
    ask(router, '{ locations }'),
    ask(router, '{ nope }'),
    post('{'),
    send(`${router.url}/health`),
    send(`${router.url}/ready`),
    send(`${router.url}/nothing`),
    send(`${router.url}/graphiql`),
    send(url, { headers: { accept: 'text/html' } }),
    send(url, { method: 'OPTIONS' }),
    send(url, { method: 'DELETE' }),
  ])
  for (const { headers, status } of answers) {
    assert.equal(headers['strict-transport-security'], 'max-age=31536000; includeSubDomains', String(status))
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/)
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/)
    assert.match(String(headers['x-request-id']), /^[\w-]{8,64}$/)
    assert.equal(headers['x-powered-by'], undefined)
  }
})

test('has the doors of the contract and no others', async () => {
  const statuses = async (paths: readonly string[]) => Promise.all(paths.map(async (path) => (await send(`${router.url}${path}`)).status))
  assert.deepEqual(await statuses(['/health', '/ready', '/graphiql']), [200, 200, 200])
  const closed = [
    '/',
    '/metrics',
    '/services',
    '/dev/inbox',
    '/graphql/',
    '/graphiql/',
    '/graphiql/assets/',
    '/graphiql/assets/../page.js',
    '/webhooks/stripe',
    '/webhooks/',
    '/media/x.svg',
    '/media/',
    '/.well-known/jwks.json',
    '/.well-known/apollo/server-health',
    '//graphql',
    '/%67raphql',
    '/favicon.ico',
  ]
  for (const path of closed) {
    const reply = await send(`${router.url}${path}`)
    assert.deepEqual([path, reply.status, codesOf(reply)], [path, 404, ['NOT_FOUND']])
  }
})

test('refuses a simple POST of a foreign page', async () => {
  const body = '{"query":"mutation { rename(id: \\"p1\\", name: \\"x\\") { id } }"}'
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const reply = await post(body, { 'content-type': type, origin: 'https://evil.example' })
    assert.deepEqual([type, reply.status, codesOf(reply)], [type, 400, ['BAD_REQUEST']])
  }
  assert.deepEqual(codesOf(await post(body, {})), ['BAD_REQUEST'])
  assert.equal(graph.calls.length, 0)
})

test('answers a query by GET only to who can send a header of their own, and never a mutation', async () => {
  const query = `${url}?query=${encodeURIComponent('{ locations }')}`
  const simple = await send(query)
  assert.deepEqual([simple.status, codesOf(simple), graph.calls.length], [400, ['BAD_REQUEST'], 0])
  const asked = await send(query, { headers: { 'apollo-require-preflight': 'true' } })
  assert.deepEqual([asked.status, asked.json], [200, { data: { locations: ['north', 'south'] } }])
  const mutation = await send(`${url}?query=${encodeURIComponent('mutation { rename(id: "p1", name: "x") { id } }')}`, {
    headers: { 'apollo-require-preflight': 'true' },
  })
  assert.deepEqual([mutation.status, codesOf(mutation), mutation.headers['allow'], graph.calls.length], [405, ['BAD_REQUEST'], 'POST', 1])
})

test('answers what is no GraphQL request with a code that says why', async () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, number, string])[] = [
    ['{"query":', json, 400, 'BAD_REQUEST'],
    ['', json, 400, 'BAD_REQUEST'],
    ['null', json, 400, 'BAD_REQUEST'],
    ['"query"', json, 400, 'BAD_REQUEST'],
    ['{}', json, 400, 'BAD_REQUEST'],
    ['{"query":7}', json, 400, 'BAD_REQUEST'],
    ['{"query":"{ locations }","variables":"x"}', json, 400, 'BAD_REQUEST'],
    ['[{"query":"{ locations }"}]', json, 400, 'BATCHING_LIMIT'],
    ['[]', json, 400, 'BATCHING_LIMIT'],
    ['{"query":"{ locations"}', json, 400, 'GRAPHQL_PARSE_FAILED'],
    ['{"query":"{ lokations }"}', json, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['{"query":"{ locations }"}', { 'content-type': 'application/xml' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['{"query":"{ locations }"}', { ...json, 'content-encoding': 'gzip' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}', json, 200, 'PERSISTED_QUERY_NOT_FOUND'],
    ['{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"abc"}}}', json, 400, 'BAD_REQUEST'],
    ['{"query":"{ __typename }","extensions":{"persistedQuery":{"version":2,"sha256Hash":"abc"}}}', json, 400, 'BAD_REQUEST'],
  ]
  for (const [body, headers, status, code] of cases) {
    const reply = await post(body, headers)
    assert.deepEqual([body, reply.status, codesOf(reply)], [body, status, [code]])
    assert.equal(reply.json?.errors?.[0]?.extensions['requestId'], reply.headers['x-request-id'])
    assert.doesNotMatch(reply.text, /node_modules|\.ts:|stacktrace/)
  }
  assert.equal(graph.calls.length, 0)
})

test('takes in no prototype with the variables', async () => {
  const reply = await post(
    '{"query":"query ($value: Json) { echo(value: $value) }","variables":{"value":{"a":1,"__proto__":{"polluted":true},"\\u005f_proto__":1},"__proto__":{"polluted":true}}}',
  )
  assert.deepEqual(reply.json, { data: { echo: { a: 1 } } })
  assert.equal(graph.calls[0]?.query.includes('__proto__'), false)
  assert.deepEqual(Object.keys(graph.calls[0]?.variables['value'] ?? {}), ['a'])
  assert.equal(({} as { polluted?: boolean }).polluted, undefined)
})

test('refuses a body of ten megabytes, announced or not', async () => {
  const large = Buffer.alloc(10 * 1024 * 1024, ' ')
  const announced = await post(large)
  assert.deepEqual([announced.status, codesOf(announced)], [413, ['PAYLOAD_TOO_LARGE']])
  const streamed = await fetch(url, { method: 'POST', headers: json, body: new Blob([large]).stream(), duplex: 'half' })
  assert.deepEqual([streamed.status, codesOf({ json: await streamed.json() } as never)], [413, ['PAYLOAD_TOO_LARGE']])
})

test('refuses operations beyond the limits before any subgraph is called', async () => {
  const times = (count: number, make: (index: number) => string): string => Array.from({ length: count }, (_, index) => make(index)).join(' ')
  const cases: readonly (readonly [string, string])[] = [
    [`{ ${times(101, (index) => `a${index}: locations`)} }`, 'MAX_ALIASES_LIMIT'],
    [`{ ${times(10_000, (index) => `a${index}: locations`)} }`, 'MAX_TOKENS_LIMIT'],
    [`{ products { ${'similar { '.repeat(15)} id ${'} '.repeat(15)} } }`, 'MAX_DEPTH_LIMIT'],
    [`{ locations ${times(51, () => '@skip(if: true)')} }`, 'MAX_DIRECTIVES_LIMIT'],
    ['{ ...A } fragment A on Query { locations ...B } fragment B on Query { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
  ]
  for (const [query, code] of cases) {
    const reply = await ask(router, query)
    assert.equal(reply.status, 400, code)
    assert.equal(codesOf(reply)[0], code)
    const byGet = await send(`${url}?query=${encodeURIComponent(query.slice(0, 8000))}`, { headers: { 'apollo-require-preflight': 'true' } })
    assert.equal(byGet.status, 400, code)
  }
  assert.equal(graph.calls.length, 0)
})

test('does not let a persisted query go around the limits', async () => {
  const { createHash } = await import('node:crypto')
  const query = `{ products { ${'similar { '.repeat(15)} id ${'} '.repeat(15)} } }`
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } }
  assert.deepEqual(codesOf(await post(JSON.stringify({ query, extensions }))), ['MAX_DEPTH_LIMIT'])
  assert.deepEqual(codesOf(await post(JSON.stringify({ extensions }))), ['PERSISTED_QUERY_NOT_FOUND'])
})

test('lets pages of listed origins read answers, and no others', async () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { origin: SHOP, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
  }
  const allowed = await send(url, preflight)
  assert.deepEqual([allowed.status, allowed.headers['access-control-allow-origin'], allowed.headers['vary']], [204, SHOP, 'Origin'])
  assert.match(String(allowed.headers['access-control-allow-headers']), /authorization, content-type/)
  assert.equal((await ask(router, '{ locations }', { headers: { origin: SHOP } })).headers['access-control-allow-origin'], SHOP)
  for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example', 'https://SHOP.example']) {
    const refused = await send(url, { ...preflight, headers: { ...preflight.headers, origin } })
    const asked = await ask(router, '{ locations }', { headers: { origin } })
    for (const { headers } of [refused, asked])
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('access-control')),
        [],
        origin,
      )
    assert.equal(asked.headers['access-control-allow-credentials'], undefined)
  }
})

test('answers introspection', async () => {
  const reply = await ask(router, '{ __schema { queryType { name } } __type(name: "Product") { fields { name } } }')
  assert.deepEqual(reply.json, {
    data: {
      __schema: { queryType: { name: 'Query' } },
      __type: { fields: [{ name: 'id' }, { name: 'name' }, { name: 'similar' }, { name: 'stock' }] },
    },
  })
})

test('hides the schema where introspection is switched off', async () => {
  const closed = await startTestRouter({ sdl: graph.sdl, config: { introspection: false, explore: { enabled: false } } })
  assert.equal((await ask(closed, '{ __schema { queryType { name } } }')).status, 400)
  assert.equal((await send(`${closed.url}/graphiql`)).status, 404)
  const page = await send(`${closed.url}/graphql`, { headers: { accept: 'text/html' } })
  assert.equal(page.status, 400)
  await closed.stop()
})

test('makes a request id where the given one could do harm in a log', async () => {
  for (const given of ['short', 'a'.repeat(80), 'a b c d e f g h']) {
    const reply = await ask(router, '{ locations }', { headers: { 'x-request-id': given } })
    assert.notEqual(reply.headers['x-request-id'], given)
  }
})

test('survives bytes that are no HTTP', async () => {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(router.port, '127.0.0.1', () => socket.end('\x16\x03\x01 nonsense\r\n\r\n'))
    let text = ''
    socket
      .on('data', (chunk) => (text += String(chunk)))
      .on('close', () => resolve(text))
      .on('error', reject)
  })
  assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\ncontent-security-policy: default-src 'none'/)
  assert.equal((await send(`${router.url}/health`)).status, 200)
})

test('writes a line a request that can be found by its id and holds no token', async () => {
  const reply = await ask(router, 'query Named { locations }', {
    headers: { 'x-request-id': 'find-me-1', authorization: 'Bearer very.secret.token' },
  })
  assert.equal(reply.status, 401)
  await ask(router, 'query Named { locations }', { headers: { 'x-request-id': 'find-me-2' } })
  await new Promise((resolve) => setImmediate(resolve))
  const lines = router.lines.filter(({ requestId, msg }) => String(requestId).startsWith('find-me') && msg === 'Request was answered')
  assert.deepEqual(
    lines.map(({ path, status, code, operation, viewer }) => ({ path, status, code, operation, viewer })),
    [
      { path: '/graphql', status: 401, code: 'UNAUTHENTICATED', operation: undefined, viewer: undefined },
      { path: '/graphql', status: 200, code: undefined, operation: 'Named', viewer: 'anonymous' },
    ],
  )
  assert.doesNotMatch(JSON.stringify(router.lines), /very\.secret\.token/)
})
