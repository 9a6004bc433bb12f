import { createSizedMap } from '@agora/security/sizedMap.ts'

import type { CacheStore, Entry, Moment } from './cacheStore.ts'

interface Kept {
  readonly text: string
  readonly until: number
  readonly tags: readonly string[]
}

/** How many stale tags are remembered for what is still being read; what was begun before the oldest of them is not kept. */
const REMEMBERED = 10_000
const OVERHEAD_BYTES = 200

/** A store in this process of about so many bytes; what was not asked for longest makes room. */
export function createMemoryStore({ maxBytes, clock = Date.now }: { readonly maxBytes: number; readonly clock?: () => number }): CacheStore {
  const tagged = createTaggedKeys()
  const kept = createSizedMap<Kept>({
    maxBytes,
    sizeOf: ({ text }, key) => 2 * (key.length + text.length) + OVERHEAD_BYTES,
    onGone: (key, { tags }) => tagged.remove(key, tags),
  })
  const stale = createStaleTags()
  return {
    get(key) {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      if (entry.until > clock()) return entry.text
      kept.delete(key)
      return undefined
    },
    now: () => stale.count,
    set({ key, text, ttlMs, tags }, readSince) {
      if (stale.isAny(tags, readSince)) return
      if (kept.set(key, { text, tags, until: clock() + ttlMs })) tagged.add(key, tags)
    },
    invalidate(tags) {
      stale.add(tags)
      return tags.flatMap((tag) => [...tagged.of(tag)]).filter((key) => kept.delete(key)).length
    },
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
  of(tag: string): Iterable<string>
  add(key: string, tags: readonly string[]): void
  remove(key: string, tags: readonly string[]): void
} {
  const byTag = new Map<string, Set<string>>()
  return {
    of: (tag) => byTag.get(tag) ?? [],
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
function createStaleTags(): { readonly count: Moment; add(tags: readonly string[]): void; isAny(tags: Entry['tags'], since: Moment): boolean } {
  const last = new Map<string, Moment>()
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
