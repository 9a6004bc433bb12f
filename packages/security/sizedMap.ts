/** How much is held, and how it is measured. */
export interface SizedMapOptions<Value> {
  readonly maxBytes: number
  /** @default no bound but the bytes */
  readonly maxEntries?: number
  readonly sizeOf: (value: Value, key: string) => number
  /** Told of each entry that goes, whatever for. */
  readonly onGone?: (key: string, value: Value) => void
}

/** A map that forgets what was not asked for longest as soon as it holds too much. */
export interface SizedMap<Value> {
  /** The value; it counts as asked for. */
  get(key: string): Value | undefined
  /** Puts a value in the place of another; answers whether it is kept. One that is too large by itself is not, and drives nothing out. */
  set(key: string, value: Value): boolean
  /** Whether it was there. */
  delete(key: string): boolean
  readonly size: number
  readonly bytes: number
}

/** Makes one. */
export function createSizedMap<Value>({ maxBytes, maxEntries = Infinity, sizeOf, onGone }: SizedMapOptions<Value>): SizedMap<Value> {
  // In the order of their last use.
  const entries = new Map<string, { readonly value: Value; readonly bytes: number }>()
  let bytes = 0
  const remove = (key: string): boolean => {
    const entry = entries.get(key)
    if (entry === undefined) return false
    entries.delete(key)
    bytes -= entry.bytes
    onGone?.(key, entry.value)
    return true
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value) {
      remove(key)
      const size = sizeOf(value, key)
      if (size > maxBytes) return false
      entries.set(key, { value, bytes: size })
      bytes += size
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) break
        remove(oldest)
      }
      return true
    },
    delete: remove,
    get size() {
      return entries.size
    },
    get bytes() {
      return bytes
    },
  }
}
