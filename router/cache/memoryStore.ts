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
  const shelf = createTaggedShelf(maxBytes)
  const stale = createStaleTags()
  return {
    get(key) {
      const entry = shelf.kept.get(key)
      if (entry === undefined) return undefined
      if (entry.until <= clock()) return void shelf.drop(key)
      shelf.kept.delete(key)
      shelf.kept.set(key, entry)
      return entry.text
    },
    now: () => stale.count,
    set({ key, text, ttlMs, tags }, readSince) {
      if (stale.isAny(tags, readSince)) return
      shelf.put(key, { text, tags, until: clock() + ttlMs, bytes: 2 * (key.length + text.length) + OVERHEAD_BYTES })
    },
    invalidate(tags) {
      stale.add(tags)
      const keys = tags.flatMap((tag) => [...shelf.tagged(tag)])
      return keys.filter(shelf.drop).length
    },
    get entries() {
      return shelf.kept.size
    },
    get bytes() {
      return shelf.bytes
    },
  }
}

/** Entries in the order of their last use, and by their tags. */
interface TaggedShelf {
  readonly kept: Map<string, Kept>
  readonly bytes: number
  tagged(tag: string): Iterable<string>
  put(key: string, entry: Kept): void
  /** Whether it was there. */
  drop(key: string): boolean
}

function createTaggedShelf(maxBytes: number): TaggedShelf {
  const kept = new Map<string, Kept>()
  const byTag = new Map<string, Set<string>>()
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
    kept,
    get bytes() {
      return bytes
    },
    tagged: (tag) => byTag.get(tag) ?? [],
    put(key, entry) {
      drop(key)
      if (entry.bytes > maxBytes) return
      kept.set(key, entry)
      bytes += entry.bytes
      for (const tag of entry.tags) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(key))
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break
        drop(oldest)
      }
    },
    drop,
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
