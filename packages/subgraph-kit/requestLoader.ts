import DataLoader from 'dataloader'

/** The most keys that one batch asks the database about. */
const MAX_BATCH = 1000

/**
 * A loader for one request: asked for single keys, it fetches those of one tick together and each key once.
 * @param fetch answers the rows it found, in any order; keys without a row load as null.
 * @param keyOf the key of a row.
 */
export function createRequestLoader<Key extends string, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, Row | null> {
  return new DataLoader<Key, Row | null>(
    async (keys) => {
      const found = new Map((await fetch(keys)).map((row) => [keyOf(row), row]))
      return keys.map((key) => found.get(key) ?? null)
    },
    { maxBatchSize: MAX_BATCH },
  )
}

/** The same for keys that have many rows each; a key without rows loads as an empty list. */
export function createListLoader<Key extends string, Row>(
  fetch: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): DataLoader<Key, readonly Row[]> {
  return new DataLoader<Key, readonly Row[]>(
    async (keys) => {
      const found = Map.groupBy(await fetch(keys), keyOf)
      return keys.map((key) => found.get(key) ?? [])
    },
    { maxBatchSize: MAX_BATCH },
  )
}
