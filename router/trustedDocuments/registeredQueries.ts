/** Texts that clients have registered by their hashes (automatic persisted queries), as Apollo Server wants a cache. */
export interface RegisteredQueries {
  get(key: string): Promise<string | undefined>
  set(key: string, source: string): Promise<void>
  delete(key: string): Promise<boolean>
  /** The text of a hash, at once. */
  find(hash: string): string | undefined
  readonly size: number
}

/** Apollo Server puts it before the hash. */
const PREFIX = 'apq:'

/** How much is remembered: so many texts, and so many bytes of them. */
export interface RegisteredBounds {
  readonly entries: number
  readonly bytes: number
}

/**
 * Remembers texts until there are too many, or they are too long; then those that were not asked for longest are forgotten, and their clients register
 * them again. Only Apollo Server adds to it, after it has seen that the hash is the text's and the operation valid: so nobody can put another's text
 * under a hash.
 */
export function createRegisteredQueries({ entries, bytes }: RegisteredBounds): RegisteredQueries {
  const texts = new Map<string, string>()
  let held = 0
  const forget = (key: string): boolean => {
    held -= sizeOf(texts.get(key) ?? '')
    return texts.delete(key)
  }
  const read = (key: string): string | undefined => {
    const source = texts.get(key)
    if (source === undefined) return undefined
    texts.delete(key)
    texts.set(key, source)
    return source
  }
  return {
    get: async (key) => read(key),
    set: async (key, source) => {
      forget(key)
      if (sizeOf(source) > bytes) return
      texts.set(key, source)
      held += sizeOf(source)
      for (const oldest of texts.keys()) {
        if (texts.size <= entries && held <= bytes) return
        forget(oldest)
      }
    },
    delete: async (key) => forget(key),
    find: (hash) => read(PREFIX + hash),
    get size() {
      return texts.size
    },
  }
}

/** As memory holds a text at most. */
function sizeOf(source: string): number {
  return source.length * 2
}
