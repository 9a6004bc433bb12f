import { createHash } from 'node:crypto'

/**
 * The id under which what an event of version 1 says is kept beside its order since. It follows from the words, so the event that still holds
 * them leads there.
 */
export const reasonIdOf = (words: string | null): string | null => (words === null ? null : createHash('sha256').update(words).digest('hex'))
