import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'
import { openRedis, type Redis } from '@agora/redis/openRedis.ts'
import { noRedis } from '@agora/redis/testing/redisUrl.ts'

import { startRedis, type RunningRedis } from './startRedis.ts'

const AWAY = { ok: false, error: 'away' }
const PONG = { ok: true, value: 'PONG' }
const logger = createLogger({ service: 'test', level: 'silent' })

// Beside TEST_REDIS_URL, because one that others use can be neither killed nor frozen.
describe('a Redis that fails', { skip: noRedis }, () => {
  let folder = ''
  let server: RunningRedis
  let redis: Redis
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'agora-redis-'))
    server = await startRedis({ folder, logFile: join(folder, 'log') })
    redis = await openRedis({ url: server.url, logger, timeoutMs: 100 })
  })
  after(async () => {
    await redis?.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  const ping = () => redis.run((client) => client.ping())
  const untilBack = async (): Promise<void> => {
    while (!(await ping()).ok) await sleep(20)
  }

  test('killed, is away at once, and found again at its address', async () => {
    assert.deepEqual(await ping(), PONG)
    await server.kill()
    await sleep(20)
    const began = performance.now()
    assert.deepEqual(await ping(), AWAY)
    assert.equal(performance.now() - began < 50, true)
    server = await startRedis({ folder, logFile: join(folder, 'log'), port: server.port })
    await untilBack()
  })

  test('frozen, costs one time-out, then nothing, until it answers again', async () => {
    server.freeze()
    const began = performance.now()
    assert.deepEqual(await ping(), AWAY)
    const first = performance.now() - began
    assert.deepEqual(await ping(), AWAY)
    const second = performance.now() - began - first
    assert.deepEqual([first >= 95, second < 20], [true, true])
    server.thaw()
    await untilBack()
  })
})
