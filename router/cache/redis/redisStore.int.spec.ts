import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { openRedis, type Redis } from '@agora/redis/openRedis.ts'
import { noRedis, redisUrl } from '@agora/redis/testing/redisUrl.ts'

import type { CacheStore } from '../cacheStore.ts'
import { kept, testStore } from '../testing/contract.ts'
import { createRedisStore } from './redisStore.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const open: Redis[] = []
const prefixes = new WeakMap<CacheStore, string>()
const counts: string[] = []
const skip = { skip: noRedis }

async function openStore(prefix = `${randomUUID()}:`): Promise<CacheStore> {
  const redis = await openRedis({ url: redisUrl, logger, timeoutMs: 2000 })
  open.push(redis)
  const counted = (command: string, outcome: string): void => void counts.push(`${command} ${outcome}`)
  const store = createRedisStore({ redis, prefix, maxEntryBytes: 5000, everything: ['subgraph a'], counted })
  prefixes.set(store, prefix)
  return store
}
after(() => Promise.all(open.map((redis) => redis.close())))

/** Runs commands beside the store. */
async function commands<Value>(run: Parameters<Redis['run']>[0]): Promise<Value> {
  const answer = await open[0]?.run(run)
  assert.equal(answer?.ok, true)
  return (answer as { readonly value: Value }).value
}
const keysOf = async (store: CacheStore): Promise<string[]> => (await commands<string[]>((client) => client.keys(`${prefixes.get(store)}*`))).sort()

testStore({ open: openStore, beside: (store) => openStore(prefixes.get(store)), options: skip })

const one = [{ key: 'a', tag: 'entity a' }] as const
async function keepOne(store: CacheStore, ttlMs = 60_000): Promise<void> {
  ;(await store.read(one, ['held'])).keep([{ ...one[0], text: '"x"' }], ttlMs)
  assert.deepEqual(await kept(store, ['a'], ['held']), ['"x"'])
}

test('one round trip reads all of a call, and one keeps it', skip, async () => {
  const store = await openStore()
  counts.splice(0)
  const many = Array.from({ length: 2500 }, (_, number) => ({ key: `k${number}`, tag: `entity ${number % 2000}` }))
  const reading = await store.read(many, ['held', 'entity 1'])
  reading.keep(
    many.map((asked) => ({ ...asked, text: `"${asked.key}"` })),
    60_000,
  )
  const again = await store.read(many, ['held', 'entity 1'])
  assert.deepEqual(
    again.texts,
    many.map(({ key }) => `"${key}"`),
  )
  assert.deepEqual(counts, ['read done', 'write done', 'read done'])
})

test('a token that has gone, for whatever reason, makes stale and never makes valid again', skip, async () => {
  const store = await openStore()
  await keepOne(store)
  const prefix = prefixes.get(store)
  assert.equal(await commands((client) => client.del(`${prefix}t:held`)), 1)
  for (let time = 0; time < 2; time += 1) assert.deepEqual((await store.read(one, ['held'])).texts, [undefined])
  const early = await store.read(one, ['held'])
  await commands((client) => client.del(`${prefix}t:entity a`))
  early.keep([{ ...one[0], text: '"old"' }], 60_000)
  for (let time = 0; time < 2; time += 1) assert.deepEqual((await store.read(one, ['held'])).texts, [undefined])
})

test('every key has the prefix, bears no value of a client, and ends; a token outlives what bears it', skip, async () => {
  const store = await openStore()
  await keepOne(store, 3_600_000)
  const long = 'x'.repeat(300)
  await store.read([{ key: 'b', tag: `entity ${long}` }], ['held'])
  const prefix = String(prefixes.get(store))
  const keys = await keysOf(store)
  assert.equal(keys.length, 4)
  for (const key of keys) {
    assert.ok(key.startsWith(prefix) && key.length < prefix.length + 60, key)
    const left = await commands<number>((client) => client.pTTL(key))
    const least = key.includes(':t:held') || key.includes(':t:entity a') ? 3_700_000 : 200_000
    assert.ok(left > least && left <= 3_900_000, `${key} ${left}`)
  }
})

test('what another has written at a key is no entry', skip, async () => {
  const store = await openStore()
  await keepOne(store)
  const [key = ''] = (await keysOf(store)).filter((name) => name.includes(':e:'))
  await commands((client) => client.set(key, '"forged"'))
  assert.deepEqual((await store.read(one, ['held'])).texts, [undefined])
})

test('more than Redis should be asked at once is asked of nobody', skip, async () => {
  const store = await openStore()
  counts.splice(0)
  const many = Array.from({ length: 5001 }, (_, number) => ({ key: String(number), tag: null }))
  const reading = await store.read(many, [])
  reading.keep([], 1000)
  assert.deepEqual([reading.texts.length, counts], [5001, []])
})
