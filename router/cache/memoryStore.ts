import type { CacheStore, Entry, Moment } from './cacheStore.ts'

interface Kept {
  readonly text: string
  readonly until: number
  readonly tags: readonly string[]
  readonly bytes: number
}

/** How many stale tags are remembered for what is still being read; what was begun before the oldest of them is not kept. */
const REMEMBERED = 10_000
const OVERHEAD_BYTES = 200

/** A store in this process of about so many bytes; what was not asked for longest makes room. */
export function createMemoryStore({ maxBytes, clock = Date.now }: { readonly maxBytes: number; readonly clock?: () => number }): CacheStore {
  // In the order of their last use.
  const kept = new Map<string, Kept>()
  const byTag = new Map<string, Set<string>>()
  const stale = createStaleTags()
  let bytes = 0
  const drop = (key: string): boolean => {
    const entry = kept.get(key)
    if (entry === undefined) return false
    kept.delete(key)
    bytes -= entry.bytes
    for (const tag of entry.tags) {
      const keys = byTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) byTag.delete(tag)
    }
    return true
  }
  return {
    get(key) {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      if (entry.until <= clock()) return void drop(key)
      kept.delete(key)
      kept.set(key, entry)
      return entry.text
    },
    now: () => stale.count,
    set({ key, text, ttlMs, tags }, readSince) {
      if (stale.isAny(tags, readSince)) return
      drop(key)
      const entry: Kept = { text, tags, until: clock() + ttlMs, bytes: 2 * (key.length + text.length) + OVERHEAD_BYTES }
      if (entry.bytes > maxBytes) return
      kept.set(key, entry)
      bytes += entry.bytes
      for (const tag of tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(key))
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break
        drop(oldest)
      }
    },
    invalidate(tags) {
      stale.add(tags)
      const keys = tags.flatMap((tag) => [...(byTag.get(tag) ?? [])])
      return keys.filter(drop).length
    },
    get entries() {
      return kept.size
    },
    get bytes() {
      return bytes
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
