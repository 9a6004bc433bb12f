/** A map that forgets what was not asked for longest once it holds `limit` entries. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): void
  delete(key: Key): void
  readonly size: number
}

/** Makes a map that holds at most `limit` entries. */
export function createBoundedMap<Key, Value>(limit: number): BoundedMap<Key, Value> {
  let young = new Map<Key, Value>()
  let old = new Map<Key, Value>()
  // Two generations stand for an order of use: a hit in the older one moves up, and the older one is dropped whole.
  const put = (key: Key, value: Value): void => {
    young.set(key, value)
    if (young.size * 2 < limit) return
    old = young
    young = new Map()
  }
  return {
    get(key) {
      const value = young.get(key)
      if (value !== undefined) return value
      const kept = old.get(key)
      if (kept === undefined) return undefined
      old.delete(key)
      put(key, kept)
      return kept
    },
    set(key, value) {
      old.delete(key)
      put(key, value)
    },
    delete(key) {
      young.delete(key)
      old.delete(key)
    },
    get size() {
      return young.size + old.size
    },
  }
}
