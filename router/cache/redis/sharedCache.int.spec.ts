import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { noRedis, redisUrl } from '@agora/redis/testing/redisUrl.ts'

import { ask } from '../../testing/ask.ts'
import { startTestRouter, type TestRouter } from '../../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../../testing/tokens.ts'
import { startViewerGraph } from '../../testing/viewerGraph.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-shared-cache-'))
const issuer = await createTestIssuer()
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startViewerGraph(folder)
graph.delayMs = 0
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', edgeKeysFolder: folder }
const PRICES = '{ products { id price } }'

after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

test('a router that is to keep in Redis and is told none does not start', async () => {
  await assert.rejects(startTestRouter({ sdl: graph.sdl, jwks, config: { identity, cache: { subgraphs: ['shop'], store: 'redis' } } }), {
    message: 'The router cannot start: `cache.store` keeps in Redis, and `redis.url` names none.',
  })
})

describe('two routers that keep in one Redis', { skip: noRedis }, async () => {
  if (noRedis !== false) return
  const config = { identity, redis: { url: redisUrl, prefix: `${randomUUID()}:` }, cache: { subgraphs: ['shop'], store: 'redis', timeoutMs: 2000 } }
  const start = (): Promise<TestRouter> => startTestRouter({ sdl: graph.sdl, jwks, config })
  const [one, two] = [await start(), await start()]
  const as = async (claims: Readonly<Record<string, unknown>>) => ({ headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })
  const [ada, bob] = [await as({ sub: 'usr_ada', sid: 'ses_ada' }), await as({ sub: 'usr_bob', sid: 'ses_bob' })]
  after(async () => {
    await one.stop()
    await two.stop()
  })
  const callsOf = async (run: () => Promise<unknown>): Promise<number> => {
    const before = graph.calls.length
    await run()
    return graph.calls.length - before
  }
  const prices = async (router: TestRouter): Promise<readonly unknown[]> => (await ask(router, PRICES)).json?.data?.['products'] as readonly unknown[]
  const change = (router: TestRouter, price: number) => ask(router, `mutation { setPrice(price: ${price}) { price } }`)

  test('what one has asked for is answered by the other without a call', async () => {
    await change(one, 10)
    assert.equal(await callsOf(() => prices(one)), 1)
    await wait(20)
    assert.equal(await callsOf(async () => assert.deepEqual(await prices(two), [{ id: '1', price: 10 }])), 0)
  })

  test('a price that was changed through one is shown by both in the very next query', async () => {
    for (let price = 20; price < 30; price += 1) {
      await Promise.all([prices(one), prices(two)])
      await change(price % 2 === 0 ? one : two, price)
      for (const router of [one, two]) assert.deepEqual(await prices(router), [{ id: '1', price }])
    }
  })

  test('a reload keeps what is kept, and its connection; another config takes another', async () => {
    const own = `${randomUUID()}:`
    const router = await startTestRouter({ sdl: graph.sdl, jwks, config: { ...config, redis: { url: redisUrl, prefix: own } } })
    const ready = (): number => router.lines.filter(({ msg }) => msg === 'Redis is there').length
    await prices(router)
    await wait(50)
    assert.equal((await router.reload('operator')).outcome, 'reloaded')
    assert.equal(await callsOf(() => prices(router)), 0)
    assert.equal(ready(), 1)
    const changed = { ...config, redis: { url: redisUrl, prefix: own }, cache: { ...config.cache, maxAgeSeconds: 60 } }
    assert.equal((await router.serve({ config: changed })).outcome, 'reloaded')
    assert.equal(await callsOf(() => prices(router)), 0)
    assert.equal(ready(), 2)
    await router.stop()
  })

  test("what belongs to one viewer is never another's, whichever router he meets", async () => {
    for (const query of ['{ me { sub } }', '{ cart { owner product { name } } }', '{ orders { buyer } }', '{ products { seenBy } }']) {
      for (const [router, who, sub] of [
        [one, ada, 'usr_ada'],
        [two, bob, 'usr_bob'],
        [one, bob, 'usr_bob'],
        [two, ada, 'usr_ada'],
      ] as const) {
        const { text } = await ask(router, query, who)
        assert.ok(text.includes(sub), text)
        await wait(5)
      }
    }
  })

  test('the metrics count what was asked of Redis', async () => {
    const page = await (await fetch(`http://127.0.0.1:${one.operatorPort}/metrics`)).text()
    for (const command of ['read', 'write', 'invalidate'])
      assert.match(page, new RegExp(`router_cache_commands_total\\{command="${command}",outcome="done"[^}]*\\} [1-9]`))
    assert.match(page, /router_cache_owed\{[^}]*\} 0/)
  })
})
