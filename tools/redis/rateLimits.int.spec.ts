import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { noRedis } from '@agora/redis/testing/redisUrl.ts'

import { ask } from '../../router/testing/ask.ts'
import { startSmallGraph, type SmallGraph } from '../../router/testing/smallGraph.ts'
import { startTestRouter, type TestRouter } from '../../router/testing/testRouter.ts'
import { startRedis, type RunningRedis } from './startRedis.ts'

describe('a router whose counts are shared', { skip: noRedis }, () => {
  let folder = ''
  let server: RunningRedis
  let graph: SmallGraph
  let router: TestRouter
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agora-redis-'))
    server = await startRedis({ folder, logFile: join(folder, 'log') })
    graph = await startSmallGraph()
    const config = { redis: { url: server.url, timeoutMs: 100 }, rateLimits: { shared: true } }
    router = await startTestRouter({ sdl: graph.sdl, config })
  })
  after(async () => {
    await router?.stop()
    await graph?.stop()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const answered = async (count: number): Promise<number> => {
    const replies = await Promise.all(Array.from({ length: count }, () => ask(router, '{ locations }')))
    return replies.filter(({ status }) => status === 200).length
  }
  const counted = async (where: string): Promise<number> => {
    const page = await (await fetch(`http://127.0.0.1:${router.operatorPort}/metrics`)).text()
    return Number(new RegExp(`router_rate_limit_counts_total\\{[^}]*where="${where}"[^}]*\\} (\\d+)`).exec(page)?.[1] ?? 0)
  }

  test('answers on while Redis is frozen, at the price of one time-out', async () => {
    assert.deepEqual([await answered(20), await counted('redis'), await counted('memory')], [20, 20, 0])
    server.freeze()
    const began = performance.now()
    assert.equal(await answered(20), 20)
    assert.equal(performance.now() - began < 1000, true)
    assert.deepEqual([await counted('redis'), await counted('memory')], [20, 20])
    server.thaw()
  })

  test('answers on when Redis dies, says so once, and counts there again when it is back', async () => {
    await server.kill()
    await sleep(20)
    const before = await counted('memory')
    assert.equal(await answered(30), 30)
    assert.equal(await counted('memory'), before + 30)
    assert.equal(router.lines.filter(({ msg }) => msg === 'Redis is away').length, 1)
    server = await startRedis({ folder, logFile: join(folder, 'log'), port: server.port })
    const there = await counted('redis')
    while ((await counted('redis')) === there) assert.equal(await answered(1), 1)
  })
})
