import { createHash, randomBytes } from 'node:crypto'

/** A secret for a client and what the database keeps of it. */
export interface OpaqueToken {
  /** 256 random bits in base64url. */
  readonly text: string
  /** SHA-256: the text has full entropy, so nothing slower is needed. */
  readonly hash: Buffer
}

const FORM = /^[A-Za-z0-9_-]{43}$/

/** A new secret. */
export function newOpaqueToken(): OpaqueToken {
  const text = randomBytes(32).toString('base64url')
  return { text, hash: hashOf(text) }
}

/** What the database would keep of a text from outside, or undefined when it cannot be one of our tokens. */
export function readOpaqueToken(text: string): Buffer | undefined {
  return FORM.test(text) ? hashOf(text) : undefined
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
