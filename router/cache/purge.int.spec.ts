import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { noRedis, redisUrl } from '@agora/redis/testing/redisUrl.ts'

import { ask, codesOf, send } from '../testing/ask.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../testing/tokens.ts'
import { startViewerGraph } from '../testing/viewerGraph.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-purge-'))
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [(await createTestIssuer()).publicKey] }))
const graph = await startViewerGraph(folder)
graph.delayMs = 0
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', edgeKeysFolder: folder }
const start = (config: object): Promise<TestRouter> => startTestRouter({ sdl: graph.sdl, jwks, config: { identity, ...config } })

after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

const operatorOf = (router: TestRouter): string => `http://127.0.0.1:${router.operatorPort}`
const JSON_TYPE = { 'content-type': 'application/json' }
const purge = (router: TestRouter, body: string, headers: Readonly<Record<string, string>> = JSON_TYPE) =>
  send(`${operatorOf(router)}/cache/purge`, { method: 'POST', headers, body })
const priceAt = async (router: TestRouter): Promise<unknown> => (await ask(router, '{ products { price } }')).json?.data?.['products']

/** What the subgraph itself would say is another price than what is kept. */
async function keepAnOldPrice(routers: readonly TestRouter[]): Promise<void> {
  for (const router of routers) assert.equal((await purge(router, '{"everything":true}')).status, 200)
  graph.price = 10
  for (const router of routers) {
    const before = graph.calls.length
    for (let time = 0; graph.calls.length - before === time; time += 1) assert.deepEqual(await priceAt(router), [{ price: 10 }])
  }
  graph.price = 99
  for (const router of routers) assert.deepEqual(await priceAt(router), [{ price: 10 }])
}

const requests = ['{"everything":true}', '{"subgraphs":["shop"]}', '{"types":["Product"]}', '{"entities":[{"type":"Product","ids":["1"]}]}']

test('an operator makes a router forget by subgraph, type and entity, or everything', async () => {
  const router = await start({ cache: { subgraphs: ['shop'] } })
  for (const body of requests) {
    await keepAnOldPrice([router])
    assert.match((await purge(router, body)).text, /^\{"purged":[12]\}$/)
    assert.deepEqual(await priceAt(router), [{ price: 99 }], body)
  }
  await keepAnOldPrice([router])
  await purge(router, '{"types":["Order"]}')
  assert.deepEqual(await priceAt(router), [{ price: 10 }], 'what holds none of the type stays')
  await router.stop()
})

test('routers that share a Redis forget all together', { skip: noRedis }, async () => {
  const config = { redis: { url: redisUrl, prefix: `${randomUUID()}:` }, cache: { subgraphs: ['shop'], store: 'redis', timeoutMs: 2000 } }
  const routers = [await start(config), await start(config)] as const
  for (const body of requests) {
    await keepAnOldPrice([routers[0]])
    assert.equal((await purge(routers[1], body)).status, 200)
    for (const router of routers) assert.deepEqual(await priceAt(router), [{ price: 99 }], body)
  }
  for (const router of routers) await router.stop()
})

test('what it does not understand is refused, and nothing is forgotten', async () => {
  const router = await start({ cache: { subgraphs: ['shop'] } })
  await keepAnOldPrice([router])
  const refused: readonly (readonly [ReturnType<typeof purge>, number, string])[] = [
    [purge(router, '{"types":["Produkt"]}'), 400, 'BAD_USER_INPUT'],
    [purge(router, '{}'), 400, 'BAD_USER_INPUT'],
    [purge(router, '{'), 400, 'BAD_REQUEST'],
    [purge(router, '{"everything":true}', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [purge(router, '{"everything":true}', { ...JSON_TYPE, origin: 'https://elsewhere.example' }), 400, 'BAD_REQUEST'],
    [purge(router, `{"types":["${'x'.repeat(300_000)}"]}`), 413, 'PAYLOAD_TOO_LARGE'],
  ]
  for (const [answer, status, code] of refused) {
    const reply = await answer
    assert.deepEqual([reply.status, codesOf(reply)], [status, [code]])
  }
  assert.equal((await send(`${operatorOf(router)}/cache/purge`)).status, 405)
  assert.equal((await send(`${router.url}/cache/purge`, { method: 'POST', headers: JSON_TYPE, body: '{"everything":true}' })).status, 404)
  assert.deepEqual(await priceAt(router), [{ price: 10 }])
  await router.stop()
})

test('where nothing is kept there is no such door; where Redis is away that is told', async () => {
  const router = await start({})
  assert.equal((await purge(router, '{"everything":true}')).status, 404)
  await router.stop()
  const away = await start({ redis: { url: 'redis://127.0.0.1:1' }, cache: { subgraphs: ['shop'], store: 'redis' } })
  const answer = await purge(away, '{"everything":true}')
  assert.deepEqual([answer.status, codesOf(answer)], [503, ['SERVICE_UNAVAILABLE']])
  assert.deepEqual(await priceAt(away), [{ price: graph.price }])
  await away.stop()
})
