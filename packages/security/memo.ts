import { createBoundedMap } from './boundedMap.ts'

/** What is made of keys, and how much of it is remembered. */
export interface MemoOptions<Value> {
  /** As many keys as that, those that were asked for last. */
  readonly limit: number
  readonly make: (key: string) => Value
  /** In characters: what is made of longer keys is made each time. @default as long as they come */
  readonly longestKey?: number
}

/** Makes what belongs to a key when it is asked for first, and remembers it. What throws is not remembered. */
export function createMemo<Value>({ limit, make, longestKey = Infinity }: MemoOptions<Value>): (key: string) => Value {
  // In a box of its own, so that undefined can be remembered as well.
  const known = createBoundedMap<string, { readonly value: Value }>(limit)
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found.value
    const value = make(key)
    if (key.length <= longestKey) known.set(key, { value })
    return value
  }
}
