/** What a generation takes from those before it, and leaves to those after. */
export interface Lasting {
  /**
   * The thing of this name that was made of equal settings (compared as JSON), else what `make` makes. When the last generation that has it is gone,
   * it is closed. It outlives the generation that made it: let it hold nothing of that one's.
   */
  keep<Value>(name: string, settings: unknown, how: HowToKeep<Value>): Value
}

/** How a thing is made, and closed where it holds anything. */
export interface HowToKeep<Value> {
  readonly make: () => Value
  readonly close?: (value: Value) => void | Promise<void>
}

/** One generation's hold on what lasts. */
export interface Hold extends Lasting {
  /** Lets go of everything; asking again changes nothing. */
  release(): Promise<void>
}

interface Entry {
  readonly value: unknown
  readonly close: () => void | Promise<void>
  holders: number
}

/** Keeps what outlives a generation: buckets of rate limits, keys, lists, whatever clients would notice if it began anew. */
export function createShelf(): { hold(): Hold } {
  const entries = new Map<string, Entry>()
  return {
    hold() {
      const held = new Set<string>()
      return {
        keep<Value>(name: string, settings: unknown, { make, close }: HowToKeep<Value>): Value {
          const key = `${name}\n${JSON.stringify(settings)}`
          const entry = entries.get(key) ?? entryOf(make(), close)
          entries.set(key, entry)
          if (!held.has(key)) entry.holders += 1
          held.add(key)
          return entry.value as Value
        },
        async release() {
          const letGo = [...held].map((key) => putBack(entries, key))
          held.clear()
          await Promise.all(letGo)
        },
      }
    },
  }
}

function entryOf<Value>(value: Value, close: HowToKeep<Value>['close']): Entry {
  return { value, close: () => close?.(value), holders: 0 }
}

async function putBack(entries: Map<string, Entry>, key: string): Promise<void> {
  const entry = entries.get(key)
  if (entry === undefined) return
  entry.holders -= 1
  if (entry.holders > 0) return
  entries.delete(key)
  await entry.close()
}
