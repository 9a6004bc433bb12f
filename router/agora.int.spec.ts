import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'
import { createIdentityVerifier } from '@agora/security/identityToken.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'

import { ask, codesOf, send } from './testing/ask.ts'
import { startInternalPort } from './testing/authority.ts'
import { startSmallGraph } from './testing/smallGraph.ts'
import { startTestRouter } from './testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from './testing/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-edges-'))
const issuer = await createTestIssuer()
const graph = await startSmallGraph()
const catalogue = await startInternalPort('catalogue', folder, issuer)
const stock = await startInternalPort('stock', folder, issuer)
const config = {
  development: true,
  failureFlagsFile: join(folder, 'flags.json'),
  identity: { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', authority: 'catalogue', edgeKeysFolder: folder },
  subgraphs: { catalogue: { internalUrl: catalogue.url }, stock: { internalUrl: stock.url } },
  media: { subgraph: 'catalogue' },
}
const router = await startTestRouter({ sdl: graph.sdl, config })
const operator = `http://127.0.0.1:${router.operatorPort}`
const bearer = async (claims: Readonly<Record<string, unknown>> = {}) => ({ headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })

/** Asks for a path as it stands: a client that follows the URL standard would tidy it first. */
const statusOfRaw = (path: string) =>
  new Promise(
    (resolve, reject) =>
      void get({ port: router.port, host: '127.0.0.1', path }, (response) => resolve(response.resume().statusCode)).on('error', reject),
  )

beforeEach(() => void graph.calls.splice(0))
afterEach(() => void (stock.isReady = true))
after(async () => {
  await router.stop()
  await Promise.all([graph.stop(), catalogue.stop(0), stock.stop(0)])
  rmSync(folder, { recursive: true })
})

test('tells each subgraph for whom it asks by a token that only that subgraph accepts', async () => {
  await ask(router, '{ products { stock } }', await bearer({ auth_time: 5 }))
  const logger = createLogger({ service: 'test', level: 'silent' })
  for (const { subgraph, headers } of graph.calls) {
    for (const audience of ['catalogue', 'stock']) {
      const keys = openKeyFolder(join(folder, `router-${audience}`), { logger })
      const verified = createIdentityVerifier({ keys, audience }).verify(String(headers['x-agora-identity']))
      keys.close()
      assert.equal(verified.ok, audience === subgraph)
      if (verified.ok)
        assert.deepEqual(verified.value, {
          kind: 'user',
          sub: 'usr_1',
          sid: 'ses_1',
          roles: ['CUSTOMER'],
          scopes: ['account:read'],
          amr: ['pwd'],
          acr: '1',
          authTime: 5,
        })
    }
  }
  assert.equal(graph.calls.length, 2)
})

test('refuses the token of a session that was ended within two seconds', async () => {
  const headers = await bearer({ sid: 'ses_ended' })
  assert.equal((await ask(router, '{ locations }', headers)).status, 200)
  catalogue.ended.add('ses_ended')
  await wait(2000)
  graph.calls.splice(0)
  const reply = await ask(router, '{ locations }', headers)
  assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [401, ['UNAUTHENTICATED'], 0])
  assert.equal((await ask(router, '{ locations }', await bearer({ sid: 'ses_other' }))).status, 200)
})

test('publishes the keys of the token issuer', async () => {
  const reply = await send(`${router.url}/.well-known/jwks.json`)
  assert.equal(reply.status, 200)
  assert.deepEqual(JSON.parse(reply.text), {
    keys: [{ kid: 'test-key', kty: 'EC', crv: 'P-256', x: issuer.publicKey.x, y: issuer.publicKey.y, alg: 'ES256', use: 'sig' }],
  })
})

test('is ready when its subgraphs, keys and ended sessions are', async () => {
  const ready = await send(`${router.url}/ready`)
  assert.deepEqual(
    [ready.status, JSON.parse(ready.text)],
    [200, { status: 'ready', parts: { catalogue: true, stock: true, keys: true, revocations: true } }],
  )
  stock.isReady = false
  await wait(1010)
  const notReady = await send(`${router.url}/ready`)
  assert.deepEqual(
    [notReady.status, JSON.parse(notReady.text)],
    [503, { status: 'not ready', parts: { catalogue: true, stock: false, keys: true, revocations: true } }],
  )
  assert.equal((await send(`${router.url}/health`)).status, 200)
})

test('lists its services on the port for operators', async () => {
  stock.isReady = false
  const { services } = JSON.parse((await send(`${operator}/services`)).text) as { services: { schemaHash: string }[] }
  assert.deepEqual(
    services.map(({ schemaHash, ...rest }) => ({ ...rest, hash: /^[0-9a-f]{64}$/.test(schemaHash) })),
    [
      { name: 'catalogue', healthy: true, version: '1.2.3', hash: true },
      { name: 'stock', healthy: false, version: '1.2.3', hash: true },
    ],
  )
})

test('shows metrics of its own and of each subgraph on the port for operators', async () => {
  await ask(router, '{ locations }')
  const own = (await send(`${operator}/metrics`)).text
  assert.match(own, /router_http_duration_seconds_count\{.*door="\/graphql",status="200"/)
  assert.match(own, /router_subgraph_duration_seconds_count\{.*subgraph="stock",outcome="answered"/)
  assert.match(own, /router_revocations_age_seconds\{service="router"\} \d/)
  assert.equal((await send(`${operator}/metrics/stock`)).text, 'of_stock 1\n')
  assert.equal((await send(`${operator}/metrics/other`)).status, 404)
  for (const path of ['/graphql', '/health', '/ready']) assert.equal((await send(`${operator}${path}`)).status, 404, path)
})

test('passes pictures on as pictures and nothing else', async () => {
  const picture = await send(`${router.url}/media/kettle.svg`)
  assert.equal(picture.status, 200)
  assert.match(picture.text, /^<svg/)
  const { headers } = picture
  assert.deepEqual(
    [
      headers['content-type'],
      headers['content-security-policy'],
      headers['x-content-type-options'],
      headers['cache-control'],
      headers['etag'],
      headers['set-cookie'],
    ],
    ['image/svg+xml', "default-src 'none'; sandbox", 'nosniff', 'public, max-age=60', '"1"', undefined],
  )
  for (const path of [
    '/media/none.svg',
    '/media/',
    '/media/../ready',
    '/media/%2e%2e/ready',
    '/media/a/../../metrics',
    '/media/.hidden',
    '/media//x',
  ]) {
    assert.equal(await statusOfRaw(path), 404, path)
  }
  assert.equal((await send(`${router.url}/media/kettle.svg`, { method: 'POST' })).status, 405)
})

test('opens development doors on the port for operators, to loopback names only', async () => {
  const inbox = await send(`${operator}/dev/inbox?to=ada@example.com`)
  assert.deepEqual([inbox.status, inbox.text], [200, '<p>ada@example.com</p>'])
  assert.equal((await send(`${operator}/dev/inbox`, { headers: { host: 'evil.example' } })).status, 404)
  assert.equal((await send(`${router.url}/dev/inbox`)).status, 404)
  assert.doesNotMatch((await send(`${router.url}/graphiql/assets/page.json`)).text, /ada@example\.com/)
})

test('shows and changes what goes wrong on purpose, and a refused change changes nothing', async () => {
  const flags = `${operator}/dev/flags`
  const post = (body: string, headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' }) =>
    send(flags, { method: 'POST', headers, body })
  const calm = { paymentFailurePercent: 0, providerDelayMs: 0, consumerDelayMs: 0 }
  assert.deepEqual((await send(flags)).json, calm)
  const changed = await post('{"providerDelayMs":250}', { 'content-type': 'application/json; charset=utf-8' })
  assert.deepEqual([changed.status, changed.json], [200, { ...calm, providerDelayMs: 250 }])
  assert.deepEqual((await post('{"paymentFailurePercent":7}')).json, { ...calm, providerDelayMs: 250, paymentFailurePercent: 7 })
  const refused: readonly (readonly [string, Record<string, string> | undefined, number, string])[] = [
    ['{"paymentFailurePercent":101}', undefined, 400, 'BAD_USER_INPUT'],
    ['{"providerDelayMs":0,"fire":1}', undefined, 400, 'BAD_USER_INPUT'],
    ['{', undefined, 400, 'BAD_REQUEST'],
    ['', undefined, 400, 'BAD_REQUEST'],
    ['[]', undefined, 400, 'BAD_USER_INPUT'],
    [`{"a":"${'x'.repeat(5000)}"}`, undefined, 413, 'PAYLOAD_TOO_LARGE'],
    ['{"providerDelayMs":0}', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['{"providerDelayMs":0}', {}, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['{"providerDelayMs":0}', { 'content-type': 'application/json', host: 'evil.example' }, 404, 'NOT_FOUND'],
  ]
  for (const [body, headers, status, code] of refused) {
    const reply = await post(body, headers)
    assert.deepEqual([body.slice(0, 40), reply.status, codesOf(reply)], [body.slice(0, 40), status, [code]])
  }
  assert.equal((await send(flags, { method: 'DELETE' })).status, 405)
  assert.equal((await send(`${router.url}/dev/flags`)).status, 404)
  assert.deepEqual((await send(flags)).json, { ...calm, providerDelayMs: 250, paymentFailurePercent: 7 })
})

test('has no development doors outside development', async () => {
  const closed = await startTestRouter({ sdl: graph.sdl, config: { ...config, development: false } })
  for (const path of ['/dev/inbox', '/dev/flags']) assert.equal((await send(`http://127.0.0.1:${closed.operatorPort}${path}`)).status, 404, path)
  await closed.stop()
})

test('is not ready, and changes nothing in the name of users, before the list of ended sessions was loaded', async () => {
  const lonely = await startTestRouter({
    sdl: graph.sdl,
    config: { ...config, subgraphs: { ...config.subgraphs, catalogue: { internalUrl: 'http://127.0.0.1:9' } } },
  })
  const { parts } = JSON.parse((await send(`${lonely.url}/ready`)).text) as { parts: unknown }
  assert.deepEqual(parts, { catalogue: false, stock: true, keys: false, revocations: false })
  const reply = await ask(lonely, '{ locations }', await bearer())
  assert.deepEqual([reply.status, codesOf(reply)], [503, ['IDENTITY_UNAVAILABLE']])
  assert.equal((await ask(lonely, '{ locations }')).status, 200)
  await lonely.stop()
})
