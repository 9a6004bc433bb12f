import { createSizedMap } from '@agora/security/sizedMap.ts'

import type { CacheStore } from './cacheStore.ts'

interface Kept {
  readonly text: string
  readonly until: number
  readonly tags: readonly string[]
}

/** How many stale tags are remembered for what is still being read; what was begun before the oldest of them is not kept. */
const REMEMBERED = 10_000
const OVERHEAD_BYTES = 200

/** What a store in this process is made of. */
export interface MemoryStoreOptions {
  readonly maxBytes: number
  /** Nothing larger is kept. @default maxBytes */
  readonly maxEntryBytes?: number
  readonly clock?: () => number
}

const sizeOf = ({ text }: Kept, key: string): number => 2 * (key.length + text.length) + OVERHEAD_BYTES

/** A store in this process of about so many bytes; what was not asked for longest makes room. It answers at once. */
export function createMemoryStore({ maxBytes, maxEntryBytes = maxBytes, clock = Date.now }: MemoryStoreOptions): CacheStore {
  const tagged = createTaggedKeys()
  const kept = createSizedMap<Kept>({ maxBytes, sizeOf, onGone: (key, { tags }) => tagged.remove(key, tags) })
  const stale = createStaleTags()
  const find = (key: string): string | undefined => {
    const entry = kept.get(key)
    if (entry === undefined) return undefined
    if (entry.until > clock()) return entry.text
    kept.delete(key)
    return undefined
  }
  return {
    read(asked, held) {
      const since = stale.count
      return {
        texts: asked.map(({ key }) => find(key)),
        keep(fresh, ttlMs) {
          if (stale.isAny(held, since)) return
          for (const { key, tag, text } of fresh) {
            const tags = tag === null ? held : [tag, ...held]
            if (text.length > maxEntryBytes || (tag !== null && stale.isAny([tag], since))) continue
            if (kept.set(key, { text, tags, until: clock() + ttlMs })) tagged.add(key, tags)
          }
        },
      }
    },
    invalidate(tags) {
      stale.add(tags)
      for (const tag of tags) tagged.of(tag).forEach((key) => kept.delete(key))
      return true
    },
    owed: 0,
    get entries() {
      return kept.size
    },
    get bytes() {
      return kept.bytes
    },
  }
}

/** The keys of what is kept, by their tags. */
function createTaggedKeys(): {
  of(tag: string): ReadonlySet<string>
  add(key: string, tags: readonly string[]): void
  remove(key: string, tags: readonly string[]): void
} {
  const none: ReadonlySet<string> = new Set()
  const byTag = new Map<string, Set<string>>()
  return {
    of: (tag) => byTag.get(tag) ?? none,
    add(key, tags) {
      for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(key))
    },
    remove(key, tags) {
      for (const tag of tags) {
        const keys = byTag.get(tag)
        keys?.delete(key)
        if (keys?.size === 0) byTag.delete(tag)
      }
    },
  }
}

/** Which tags were made stale when, as far as it is remembered. */
function createStaleTags(): { readonly count: number; add(tags: readonly string[]): void; isAny(tags: readonly string[], since: number): boolean } {
  const last = new Map<string, number>()
  let count = 0
  let forgotten = 0
  return {
    get count() {
      return count
    },
    add(tags) {
      count += 1
      for (const tag of tags) {
        last.delete(tag)
        last.set(tag, count)
      }
      for (const [tag, at] of last) {
        if (last.size <= REMEMBERED) break
        last.delete(tag)
        forgotten = at
      }
    },
    isAny: (tags, since) => since < forgotten || tags.some((tag) => (last.get(tag) ?? 0) > since),
  }
}
