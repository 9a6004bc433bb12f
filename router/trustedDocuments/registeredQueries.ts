import { createSizedMap } from '@agora/security/sizedMap.ts'

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
  const texts = createSizedMap<string>({ maxEntries: entries, maxBytes: bytes, sizeOf })
  return {
    get: async (key) => texts.get(key),
    set: async (key, source) => void texts.set(key, source),
    delete: async (key) => texts.delete(key),
    find: (hash) => texts.get(PREFIX + hash),
    get size() {
      return texts.size
    },
  }
}

/** As memory holds a text at most. */
function sizeOf(source: string): number {
  return source.length * 2
}
