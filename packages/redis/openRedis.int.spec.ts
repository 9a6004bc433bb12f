import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import { openRedis } from './openRedis.ts'
import { noRedis, redisUrl } from './testing/redisUrl.ts'

const lines: string[] = []
const logger = createLogger({ service: 'test', level: 'debug', destination: { write: (line: string) => void lines.push(line) } })

test('what was set is found again', { skip: noRedis }, async () => {
  const redis = await openRedis({ url: redisUrl, logger })
  const key = randomUUID()
  assert.equal(redis.isReady(), true)
  assert.deepEqual(await redis.run((client) => client.set(key, 'there', { EX: 60 })), { ok: true, value: 'OK' })
  assert.deepEqual(await redis.run((client) => client.get(key)), { ok: true, value: 'there' })
  await redis.close()
  assert.deepEqual(await redis.run((client) => client.get(key)), { ok: false, error: 'away' })
  await redis.close()
})

test('a command that Redis refuses answers away and leaves the connection as it is', { skip: noRedis }, async () => {
  const redis = await openRedis({ url: redisUrl, logger })
  assert.deepEqual(await redis.run((client) => client.eval('not a script')), { ok: false, error: 'away' })
  assert.deepEqual(await redis.run((client) => client.ping()), { ok: true, value: 'PONG' })
  await redis.close()
})

test('a Redis that was never there is no error, is said once and never with its password', async () => {
  lines.splice(0)
  const redis = await openRedis({ url: 'redis://user:nobody-may-log-this@127.0.0.1:1', logger })
  assert.deepEqual([redis.isReady(), await redis.run((client) => client.ping())], [false, { ok: false, error: 'away' }])
  await redis.close()
  assert.deepEqual([lines.filter((line) => line.includes('Redis is away')).length, lines.join().includes('nobody-may-log-this')], [1, false])
})
