/** A signing key as far as time is concerned. */
export interface DatedKey {
  readonly kid: string
  /** Milliseconds since 1970. */
  readonly bornAt: number
}

/** What each key of a folder is for at a moment. */
export interface KeyRoles<Key> {
  /** Signs every token; undefined only when there is no key. */
  readonly signing: Key | undefined
  /** Verifies tokens: the newest first. */
  readonly published: readonly Key[]
  /** Its last token has expired. */
  readonly retired: readonly Key[]
}

/** How long a public half is known before its private half signs. */
export const PUBLISHED_AHEAD_MS = 5 * 60 * 1000
/** How old the newest key may become before the next is made. */
export const ROTATION_MS = 24 * 60 * 60 * 1000
/** The longest life of a token (a guest's), and an hour for a replica that was slow to change keys. */
export const OUTLIVES_MS = 25 * 60 * 60 * 1000

/**
 * Says what each key is for. The newest key that everyone has had five minutes to learn signs; before there is one, the oldest
 * does. A key is published from its birth until every token it signed has expired, counted from when its successor took over.
 */
export function selectKeys<Key extends DatedKey>(keys: readonly Key[], now: number): KeyRoles<Key> {
  const newestFirst = [...keys].sort((a, b) => b.bornAt - a.bornAt || (a.kid < b.kid ? 1 : -1))
  const settled = newestFirst.findIndex(({ bornAt }) => now - bornAt >= PUBLISHED_AHEAD_MS)
  const signing = newestFirst[settled] ?? newestFirst.at(-1)
  const isRetired = (_: Key, index: number): boolean => {
    const successor = newestFirst[index - 1]
    return successor !== undefined && now - (successor.bornAt + PUBLISHED_AHEAD_MS) >= OUTLIVES_MS
  }
  return { signing, published: newestFirst.filter((key, index) => !isRetired(key, index)), retired: newestFirst.filter(isRetired) }
}

/** Whether the next key should be made now. */
export function isRotationDue(keys: readonly DatedKey[], now: number): boolean {
  return !keys.some(({ bornAt }) => now - bornAt < ROTATION_MS)
}
