import { createHash } from 'node:crypto'

/** How long a key is remembered, in milliseconds. */
export const KEY_RETENTION_MS = 24 * 3_600_000

/** A request that is to have its effect once, however often it is made. */
export interface KeyedRequest {
  /** Who asks: keys of two actors never meet. */
  readonly actorSub: string
  /** The mutation or the call; the same key may be used for another. */
  readonly operation: string
  readonly key: string
  /** SHA-256 of the input, see hashRequest. */
  readonly requestHash: Buffer
}

/** What a request is compared by, instead of keeping what stands in it. The parts must be such that JSON writes the same request the same way. */
export function hashRequest(...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}
