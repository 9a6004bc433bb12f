import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'

import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER, unsignedToken } from '../testing/tokens.ts'

const [issuer, stranger] = await Promise.all([createTestIssuer('first'), createTestIssuer('second')])
const folder = mkdtempSync(join(tmpdir(), 'router-keys-'))
const file = join(folder, 'jwks.json')
writeFileSync(file, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startSmallGraph()
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt' }
const router = await startTestRouter({ sdl: graph.sdl, jwks: file, config: { identity } })
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const query = '{ products { id stock } }'

beforeEach(() => void graph.calls.splice(0))
after(async () => {
  await router.stop()
  await graph.stop()
  rmSync(folder, { recursive: true })
})

test('answers nobody in particular without a token', async () => {
  assert.equal((await ask(router, query)).status, 200)
  assert.equal(graph.calls.length, 2)
})

test('answers nobody in particular nothing where a token is required', async () => {
  const strict = await startTestRouter({ sdl: graph.sdl, jwks: file, config: { identity, authorization: { requireAuthentication: true } } })
  const unknown = await ask(strict, query)
  const known = await ask(strict, query, bearer(await issuer.sign()))
  await strict.stop()
  assert.deepEqual([unknown.status, unknown.headers['www-authenticate'], unknown.json?.data], [401, 'Bearer', undefined])
  assert.deepEqual(codesOf(unknown), ['AUTH_ERROR'])
  assert.equal(known.status, 200)
  assert.equal(graph.calls.length, 2)
})

test('answers a good token, and passes neither it nor any other header of the client on', async () => {
  const headers = {
    ...bearer(await issuer.sign()).headers,
    'x-user-id': 'usr_admin',
    'x-user-role': 'ADMIN',
    'x-agora-identity': 'forged',
    'x-agora-call': 'forged',
    'x-forwarded-for': '6.6.6.6',
    cookie: 'a=b',
    'x-anything': 'x',
  }
  assert.equal((await ask(router, query, { headers })).status, 200)
  assert.equal(graph.calls.length, 2)
  for (const call of graph.calls) {
    assert.deepEqual(Object.keys(call.headers).sort(), [
      'accept',
      'content-length',
      'content-type',
      'host',
      'traceparent',
      'x-request-id',
      'x-request-timeout-ms',
    ])
  }
})

test('passes the request id and the trace on, each call as a span of its own', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const reply = await ask(router, query, { headers: { 'x-request-id': 'my-request-1', traceparent: `00-${traceId}-00f067aa0ba902b7-01` } })
  assert.equal(reply.headers['x-request-id'], 'my-request-1')
  const parents = graph.calls.map(({ headers }) => String(headers['traceparent']))
  assert.deepEqual(
    graph.calls.map(({ headers }) => headers['x-request-id']),
    ['my-request-1', 'my-request-1'],
  )
  assert.deepEqual(
    parents.map((parent) => parent.slice(0, 36)),
    [`00-${traceId}-`, `00-${traceId}-`],
  )
  assert.equal(new Set([...parents.map((parent) => parent.slice(36, 52)), '00f067aa0ba902b7']).size, 3)
})

const now = Math.floor(Date.now() / 1000)
const bad: Readonly<Record<string, () => Promise<string>>> = {
  expired: () => issuer.sign({ exp: now - 60 }),
  forged: () => stranger.sign({}, { kid: 'first' }),
  'unsigned (alg none)': async () => unsignedToken(),
  'for another audience': () => issuer.sign({ aud: 'other' }),
  'of another issuer': () => issuer.sign({ iss: 'https://evil.example' }),
  'of another type': () => issuer.sign({}, { typ: 'JWT' }),
  'not yet valid': () => issuer.sign({ nbf: now + 600 }),
  'of a process': () => issuer.sign({ roles: ['SERVICE'] }),
}

for (const [name, make] of Object.entries(bad)) {
  test(`refuses a token ${name} before any subgraph is called`, async () => {
    const reply = await ask(router, query, bearer(await make()))
    assert.equal(reply.status, 401)
    assert.deepEqual(codesOf(reply), ['UNAUTHENTICATED'])
    assert.equal(reply.json?.errors?.[0]?.extensions['requestId'], reply.headers['x-request-id'])
    assert.equal(reply.headers['www-authenticate'], 'Bearer error="invalid_token"')
    assert.equal(graph.calls.length, 0)
  })
}

test('refuses a header that is no bearer token', async () => {
  const reply = await ask(router, query, { headers: { authorization: 'Basic YTpi' } })
  assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [401, ['UNAUTHENTICATED'], 0])
})

test('reads the key file again when a token names a key that it does not know', async () => {
  const token = await stranger.sign()
  assert.equal((await ask(router, query, bearer(token))).status, 401)
  writeFileSync(file, JSON.stringify({ keys: [issuer.publicKey, stranger.publicKey] }))
  await new Promise((resolve) => setTimeout(resolve, 1050))
  assert.equal((await ask(router, query, bearer(token))).status, 200)
})

test('refuses every token where the router was given no keys', async () => {
  const keyless = await startTestRouter({ sdl: graph.sdl })
  const reply = await ask(keyless, query, bearer(await issuer.sign()))
  assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [401, ['UNAUTHENTICATED'], 0])
  await keyless.stop()
})

test('takes keys from an address, and says that it cannot tell while there is none', async () => {
  let body = '{"keys":[]'
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const jwks = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`
  const early = await startTestRouter({ sdl: graph.sdl, jwks })
  const token = await issuer.sign()
  const reply = await ask(early, query, bearer(token))
  assert.deepEqual([reply.status, codesOf(reply)], [503, ['IDENTITY_UNAVAILABLE']])
  assert.equal(asked, 1)
  await early.stop()
  body = JSON.stringify({ keys: [issuer.publicKey] })
  const late = await startTestRouter({ sdl: graph.sdl, jwks })
  assert.equal((await ask(late, query, bearer(token))).status, 200)
  for (let count = 0; count < 5; count += 1) assert.equal((await ask(late, query, bearer(await issuer.sign({}, { kid: `k${count}` })))).status, 401)
  assert.equal(asked, 2)
  await late.stop()
  await new Promise((resolve) => server.close(resolve))
})

test('takes the key set of a flood for none', async () => {
  const server = createServer((_, response) => void response.end(`{"keys":[${' '.repeat(300_000)}]}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const flooded = await startTestRouter({ sdl: graph.sdl, jwks: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
  assert.equal((await ask(flooded, query, bearer(await issuer.sign()))).status, 503)
  await flooded.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
