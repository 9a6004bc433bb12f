import { hash } from 'node:crypto'

/** What an entry bears that hangs on a tag of its own, or on none: the tokens of all its tags. Null where one could not be had: such an entry is neither valid nor kept. */
export type StampOf = (own: string | null) => string | null

/**
 * The stamps of one reading.
 * @param tokens by tag; null for one that could not be had
 * @param held the tags that all entries hang on
 */
export function createStamps(tokens: ReadonlyMap<string, string | null>, held: readonly string[]): StampOf {
  const those = held.map((tag) => tokens.get(tag) ?? null)
  const common = those.includes(null) ? null : hash('sha256', those.join(' '), 'base64url')
  return (own) => {
    const token = own === null ? '' : (tokens.get(own) ?? null)
    return common === null || token === null ? null : `${common}${token}\n`
  }
}

/** The text of an entry that bears this stamp; undefined for one that bears another: something that it hangs on has changed since. */
export function openEntry(entry: string | null | undefined, stamp: string | null): string | undefined {
  return stamp !== null && entry?.startsWith(stamp) === true ? entry.slice(stamp.length) : undefined
}
