import { hash, randomBytes } from 'node:crypto'

import type { Redis } from '@agora/redis/openRedis.ts'

import type { Asked, CacheStore, Fresh, Reading } from '../cacheStore.ts'
import { createDebts } from './debts.ts'
import { readScript, writeScript } from './scripts.ts'
import { createStamps, openEntry, type StampOf } from './stamp.ts'

/** What a store in Redis is made of. */
export interface RedisStoreOptions {
  readonly redis: Redis
  /** Before every key. */
  readonly prefix: string
  /** In characters; nothing larger is kept. */
  readonly maxEntryBytes: number
  /** Tags that cover all that is kept through here. */
  readonly everything: readonly string[]
  /** Counts commands; `owed` is a reading that was not made, for something is not made stale yet. */
  readonly counted: (command: 'read' | 'write' | 'invalidate', outcome: 'done' | 'away' | 'owed') => void
}

/** A store that other routers share. */
export interface RedisStore extends CacheStore {
  /** Gives up what is owed. */
  close(): void
}

/** A token that was given for a reading lives at least so long: longer than any subgraph is waited for. */
const READING_MS = 300_000
/** What asks for more is not looked for: Redis does nothing else while it answers. */
const MOST = 5000

/**
 * Keeps in Redis. Each tag has a token there, which is random, and an entry bears those that its tags had before the subgraph was asked: it is valid as long as they have the
 * same. To make a tag stale is to delete its token, and whoever misses one puts another in its place; so a token that has run out, was driven out, or went with a Redis that
 * was started again makes stale as well, and never makes valid again.
 */
export function createRedisStore(options: RedisStoreOptions): RedisStore {
  const { redis, everything, counted } = options
  const keys = createKeys(options.prefix)
  const pay = async (tags: readonly string[]): Promise<boolean> => {
    const { ok } = await redis.run((client) => client.unlink(tags.map(keys.ofTag)))
    counted('invalidate', ok ? 'done' : 'away')
    return ok
  }
  const debts = createDebts({ pay, everything })
  const look = createLook(options, keys)
  return {
    read(asked, held) {
      if (debts.size > 0) counted('read', 'owed')
      return debts.size > 0 || asked.length > MOST ? nothing(asked) : look(asked, held)
    },
    async invalidate(tags) {
      if (tags.length === 0 || (await pay(tags))) return true
      debts.owe(tags)
      return false
    },
    get owed() {
      return debts.size
    },
    entries: Number.NaN,
    bytes: Number.NaN,
    close: debts.close,
  }
}

const nothing = (asked: readonly Asked[]): Reading => ({ texts: asked.map(() => undefined), keep: () => undefined })

interface Keys {
  readonly ofEntry: (one: Asked) => string
  readonly ofTag: (tag: string) => string
}

/** Where things lie. Tags can be read by people as long as they are short. */
const createKeys = (prefix: string): Keys => ({
  ofEntry: ({ key }) => `${prefix}e:${hash('sha256', key, 'base64url')}`,
  ofTag: (tag) => `${prefix}t:${tag.length > 100 ? hash('sha256', tag, 'base64url') : tag}`,
})

function createLook(options: RedisStoreOptions, keys: Keys): (asked: readonly Asked[], held: readonly string[]) => Promise<Reading> {
  const { redis, counted } = options
  const write = createWrite(options, keys)
  const own = randomBytes(12).toString('base64url')
  let count = 0
  return async (asked, held) => {
    const tags = [...new Set([...held, ...asked.flatMap(({ tag }) => tag ?? [])])]
    const seed = `${own}.${(count += 1).toString(36)}.`
    const values = [String(asked.length), seed, String(READING_MS)]
    const answer = await redis.run((client) => readScript(client, [...asked.map(keys.ofEntry), ...tags.map(keys.ofTag)], values))
    counted('read', answer.ok ? 'done' : 'away')
    if (!answer.ok) return nothing(asked)
    const found = answer.value
    const tokens = new Map(tags.map((tag, at) => [tag, found[asked.length + at] ?? null]))
    const stampOf = createStamps(tokens, held)
    return {
      texts: asked.map(({ tag }, at) => openEntry(found[at], stampOf(tag))),
      keep: (fresh, ttlMs) => void write(fresh, { held, ttlMs, stampOf }),
    }
  }
}

interface Writing {
  readonly held: readonly string[]
  readonly ttlMs: number
  readonly stampOf: StampOf
}

function createWrite({ redis, maxEntryBytes, counted }: RedisStoreOptions, keys: Keys) {
  return async (fresh: readonly Fresh[], { held, ttlMs, stampOf }: Writing): Promise<void> => {
    const small = fresh.flatMap((one) => {
      const stamp = one.text.length > maxEntryBytes ? null : stampOf(one.tag)
      return stamp === null ? [] : [{ ...one, value: `${stamp}${one.text}` }]
    })
    if (small.length === 0) return
    const tags = [...new Set([...held, ...small.flatMap(({ tag }) => tag ?? [])])]
    const values = [String(small.length), String(ttlMs), String(ttlMs + READING_MS), ...small.map(({ value }) => value)]
    const { ok } = await redis.run((client) => writeScript(client, [...small.map(keys.ofEntry), ...tags.map(keys.ofTag)], values))
    counted('write', ok ? 'done' : 'away')
  }
}
