import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'

/** Tells whether answers are the right one. */
export interface Judge {
  /** Whether its data and errors equal those of the reference. A text that was found right once is known by its bytes. */
  isRight(answer: Buffer): boolean
  /** The first 16 digits of the SHA-256 of the answer that came last. */
  hash(): string
}

/** What two answers must have in common: all but what a router says of itself, and the order of keys and spaces between them. */
const meaning = (answer: Buffer): unknown => {
  const { data, errors } = JSON.parse(answer.toString()) as { readonly data?: unknown; readonly errors?: unknown }
  return { data, errors }
}

/** A judge who holds answers against one that is right. */
export function createJudge(reference: Buffer): Judge {
  const right = meaning(reference)
  let last: Buffer = reference
  return {
    isRight(answer) {
      if (answer.equals(last)) return true
      const equal = equals(answer, right)
      if (equal) last = answer
      return equal
    },
    hash: () => createHash('sha256').update(last).digest('hex').slice(0, 16),
  }
}

function equals(answer: Buffer, right: unknown): boolean {
  try {
    return isDeepStrictEqual(meaning(answer), right)
  } catch {
    return false
  }
}
