/** Something kept, and what it hangs on. */
export interface Entry {
  readonly key: string
  /** JSON. */
  readonly text: string
  /** Milliseconds from now. */
  readonly ttlMs: number
  /** What makes it stale; see `tags.ts`. */
  readonly tags: readonly string[]
}

/** When something was begun to be read, as its store counts time. */
export type Moment = number

/** Where answers of subgraphs are kept. It may forget anything at any time. */
export interface CacheStore {
  get(key: string): string | undefined
  /** To be taken before a subgraph is asked. */
  now(): Moment
  /** Keeps an entry that was read since a moment; not where one of its tags was made stale after it, for it may be older than that. */
  set(entry: Entry, readSince: Moment): void
  /** Forgets every entry with one of the tags; answers how many there were. */
  invalidate(tags: readonly string[]): number
  readonly entries: number
  /** What keys and texts take, about. */
  readonly bytes: number
}
