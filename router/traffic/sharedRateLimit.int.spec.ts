import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { noRedis, redisUrl } from '@agora/redis/testing/redisUrl.ts'

import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'
import { createTestIssuer } from '../testing/tokens.ts'

const issuer = await createTestIssuer()
const folder = mkdtempSync(join(tmpdir(), 'router-shared-'))
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startSmallGraph()
const wide = { requests: 100_000, seconds: 60, burst: 0 }
const fifty = { requests: 50, seconds: 60, burst: 0 }

after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

/** Two routers that count together, apart from whatever else this Redis is used for. */
async function startPair(rateLimits: object, url = redisUrl, more: object = {}): Promise<[TestRouter, TestRouter]> {
  const config = { rateLimits: { shared: true, perAddress: wide, perUser: wide, ...rateLimits }, redis: { url, prefix: `${randomUUID()}:` }, ...more }
  const start = (): Promise<TestRouter> => startTestRouter({ sdl: graph.sdl, jwks, config })
  return [await start(), await start()]
}

async function stopAll(routers: readonly TestRouter[]): Promise<void> {
  for (const router of routers) await router.stop()
}

/** How many of so many requests were answered; they go to the routers in turn, all at once. */
async function admitted(routers: readonly TestRouter[], count: number, options: object = {}): Promise<number> {
  const replies = await Promise.all(
    Array.from({ length: count }, (_, index) => ask(routers[index % routers.length] as TestRouter, '{ __typename }', options)),
  )
  for (const reply of replies) if (reply.status !== 200) assert.deepEqual([reply.status, codesOf(reply)], [429, ['RATE_LIMITED']])
  return replies.filter(({ status }) => status === 200).length
}

test('two routers admit together exactly what one would, and say when to come back', { skip: noRedis }, async () => {
  const routers = await startPair({ perAddress: fifty })
  assert.equal(await admitted(routers, 80), 50)
  const reply = await ask(routers[1], '{ __typename }')
  assert.deepEqual([reply.status, codesOf(reply)], [429, ['RATE_LIMITED']])
  assert.match(String(reply.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/)
  await stopAll(routers)
})

test('they do so with a burst beyond the steady rate', { skip: noRedis }, async () => {
  const routers = await startPair({ perAddress: { requests: 10, seconds: 60, burst: 15, burstSeconds: 60 } })
  assert.equal(await admitted(routers, 40), 25)
  await stopAll(routers)
})

test('they do so for each viewer and for each application', { skip: noRedis }, async () => {
  const routers = await startPair({ perUser: fifty, perClient: { requests: 20, seconds: 60 } })
  const as = async (sub: string, client: string): Promise<object> => ({
    headers: { authorization: `Bearer ${await issuer.sign({ sub })}`, 'apollographql-client-name': client },
  })
  assert.equal(await admitted(routers, 30, await as('usr_1', 'web')), 20)
  assert.equal(await admitted(routers, 30, await as('usr_2', 'ios')), 20)
  assert.equal(await admitted(routers, 5, await as('usr_3', 'web')), 0)
  await stopAll(routers)
})

test('without Redis each counts for itself and shows it', async () => {
  const routers = await startPair({ perAddress: { ...fifty, requests: 5 } }, 'redis://127.0.0.1:1')
  assert.equal(await admitted(routers, 20), 10)
  const page = await (await fetch(`http://127.0.0.1:${routers[0].operatorPort}/metrics`)).text()
  assert.match(page, /router_rate_limit_counts_total\{[^}]*where="memory"[^}]*\} 10/)
  await stopAll(routers)
})

test('a router that is to share counts and is told no Redis does not start', async () => {
  await assert.rejects(startTestRouter({ sdl: graph.sdl, config: { rateLimits: { shared: true } } }), {
    message: 'The router cannot start: `rateLimits.shared` counts in Redis, and `redis.url` names none.',
  })
})

test('an application may be told by a claim, and then its own word counts for nothing', async () => {
  const config = { clients: { claim: 'azp' }, rateLimits: { perAddress: wide, perUser: wide, perClient: { requests: 2, seconds: 60 } } }
  const router = await startTestRouter({ sdl: graph.sdl, jwks, config })
  const as = async (azp: string, name: string): Promise<number> =>
    (
      await ask(router, '{ __typename }', {
        headers: { authorization: `Bearer ${await issuer.sign({ sub: 'u', azp })}`, 'apollographql-client-name': name },
      })
    ).status
  assert.deepEqual([await as('key_1', 'a'), await as('key_1', 'b'), await as('key_1', 'c'), await as('key_2', 'a')], [200, 200, 429, 200])
  await router.stop()
})

test('two routers let a viewer cost together exactly what one would', { skip: noRedis }, async () => {
  const routers = await startPair({ cost: { points: 100, seconds: 60 } })
  const headers = { authorization: `Bearer ${await issuer.sign({ sub: 'usr_1' })}` }
  const replies = await Promise.all(
    Array.from({ length: 30 }, (_, index) => ask(routers[index % 2] as TestRouter, '{ products { id } }', { headers })),
  )
  assert.equal(replies.filter(({ status }) => status === 200).length, 10)
  assert.deepEqual([...new Set(replies.flatMap(codesOf))], ['RATE_LIMITED'])
  await stopAll(routers)
})
