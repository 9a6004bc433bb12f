/** One thing that is asked for. */
export interface Asked {
  readonly key: string
  /** What makes it stale besides what everything of the call hangs on; null for nothing. */
  readonly tag: string | null
}

/** One thing to keep. */
export interface Fresh extends Asked {
  /** JSON. */
  readonly text: string
}

/** What was found, and the way to keep what was not: a reading is begun before a subgraph is asked. */
export interface Reading {
  /** Of each thing in its place; undefined where it is not kept. */
  readonly texts: readonly (string | undefined)[]
  /**
   * Keeps things of this reading for so many milliseconds; not those of which a tag was made stale after it had begun, for they may be older than that. It is waited for
   * by nobody.
   */
  keep(fresh: readonly Fresh[], ttlMs: number): void
}

/** Where answers of subgraphs are kept. It may forget anything at any time, answers without a promise where it can, and never rejects. */
export interface CacheStore {
  /** @param held what all of it hangs on; see `tags.ts` */
  read(asked: readonly Asked[], held: readonly string[]): Reading | Promise<Reading>
  /**
   * Makes stale whatever hangs on one of the tags. Answers whether that is done, for all who share the store; where it is not, nothing is answered here from what is kept
   * until it is.
   */
  invalidate(tags: readonly string[]): boolean | Promise<boolean>
  /** `NaN` where others keep there, too. */
  readonly entries: number
  /** What keys and texts take, about; `NaN` as above. */
  readonly bytes: number
  /** Tags that are still to be made stale. */
  readonly owed: number
}
