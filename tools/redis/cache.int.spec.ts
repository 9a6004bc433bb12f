import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'
import { openRedis } from '@agora/redis/openRedis.ts'
import { noRedis } from '@agora/redis/testing/redisUrl.ts'

import { ask } from '../../router/testing/ask.ts'
import { startTestRouter, type TestRouter } from '../../router/testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../../router/testing/tokens.ts'
import { startViewerGraph, type ViewerGraph } from '../../router/testing/viewerGraph.ts'
import { startRedis, type RunningRedis } from './startRedis.ts'

describe('a router whose cache is in a Redis that fails', { skip: noRedis }, () => {
  let folder = ''
  let server: RunningRedis
  let graph: ViewerGraph
  let router: TestRouter
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agora-redis-'))
    server = await startRedis({ folder, logFile: join(folder, 'log') })
    const jwks = join(folder, 'jwks.json')
    await writeFile(jwks, JSON.stringify({ keys: [(await createTestIssuer()).publicKey] }))
    graph = await startViewerGraph(folder)
    graph.delayMs = 0
    const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', edgeKeysFolder: folder }
    const config = { identity, redis: { url: server.url }, cache: { subgraphs: ['shop'], store: 'redis' } }
    router = await startTestRouter({ sdl: graph.sdl, jwks, config })
  })
  after(async () => {
    await router?.stop()
    await graph?.stop()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const price = async (): Promise<unknown> => (await ask(router, '{ products { price } }')).json?.data
  const shows = (expected: number) => ({ products: [{ price: expected }] })
  const change = (to: number) => ask(router, `mutation { setPrice(price: ${to}) { price } }`)
  const callsOf = async (run: () => Promise<unknown>): Promise<number> => {
    const before = graph.calls.length
    await run()
    return graph.calls.length - before
  }
  const untilKept = async (): Promise<void> => {
    while ((await callsOf(price)) > 0) await sleep(10)
  }
  const counted = async (labels: string): Promise<number> => {
    const page = await (await fetch(`http://127.0.0.1:${router.operatorPort}/metrics`)).text()
    return Number(new RegExp(`${labels}[^}]*\\} (\\d+)`).exec(page)?.[1] ?? 0)
  }
  const away = (): Promise<number> => counted('router_cache_commands_total\\{command="read",outcome="away"')

  test('frozen, costs fifty milliseconds once, and what changed meanwhile is not shown as it was when it is back', async () => {
    await change(10)
    await untilKept()
    server.freeze()
    const began = performance.now()
    assert.deepEqual(await price(), shows(10))
    assert.ok(performance.now() - began < 300, `${performance.now() - began}`)
    for (let time = 0; time < 5; time += 1) assert.equal(await callsOf(price), 1)
    assert.equal((await away()) >= 6, true)
    await change(11)
    assert.deepEqual(await price(), shows(11))
    assert.equal(await counted('router_cache_owed\\{'), 1)
    server.thaw()
    const back = performance.now()
    while (performance.now() - back < 2500) assert.deepEqual(await price(), shows(11))
    await untilKept()
    assert.equal(await counted('router_cache_owed\\{'), 0)
    assert.ok((await counted('router_cache_commands_total\\{command="read",outcome="owed"')) > 0)
  })

  test('full, keeps nothing new, answers, and forgets what has changed', async () => {
    await untilKept()
    const redis = await openRedis({ url: server.url, logger: createLogger({ service: 'test', level: 'silent' }) })
    const limit = (bytes: string) => redis.run((client) => client.configSet('maxmemory', bytes))
    assert.equal((await limit('1')).ok, true)
    assert.equal(await callsOf(price), 0, 'what is kept is still answered')
    await change(12)
    for (let time = 0; time < 3; time += 1) assert.equal(await callsOf(async () => assert.deepEqual(await price(), shows(12))), 1)
    await limit('0')
    await untilKept()
    await redis.close()
  })

  test('killed, is done without, and filled again when it is back', async () => {
    await untilKept()
    await server.kill()
    await sleep(20)
    assert.equal(await callsOf(async () => assert.deepEqual(await price(), shows(12))), 1)
    await change(13)
    server = await startRedis({ folder, logFile: join(folder, 'log'), port: server.port })
    await untilKept()
    assert.deepEqual(await price(), shows(13))
  })
})
