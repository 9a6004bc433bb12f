import { hash } from 'node:crypto'

/** So many pieces of a variant. */
export interface Line {
  readonly variantId: string
  readonly quantity: number
}

/** So many pieces of a variant in one location. */
export interface Piece extends Line {
  readonly locationId: string
}

interface Step {
  /** `<order id>:<step>`, as the proto says. */
  readonly key: string
  readonly orderId: string
  /** Tells messages apart that come with the same key. */
  readonly fingerprint: string
  /** The request of a client that it follows from, if that is known. */
  readonly requestId: string | undefined
}

/** Holds pieces for an order. */
export interface Reserve extends Step {
  readonly kind: 'reserve'
  /** Each variant once. */
  readonly lines: readonly Line[]
  /** ISO 8601 */
  readonly expiresAt: string
}

/** Takes what is held out of the stock. */
export interface Commit extends Step {
  readonly kind: 'commit'
}

/** Lets go of what is held, and of what might still come to be. */
export interface Release extends Step {
  readonly kind: 'release'
}

/** Puts back what was committed: these lines, or all of it when there are none. */
export interface Restock extends Step {
  readonly kind: 'restock'
  /** Each variant once. */
  readonly lines: readonly Line[]
}

/** What an order asks of the stock. */
export type StockCommand = Reserve | Commit | Release | Restock

/** What lacks of a line. */
export interface Shortage {
  readonly variantId: string
  readonly wanted: number
  readonly available: number
}

/** Why the stock refuses; the proto tells which step by which. */
export type StockRefusal = 'INSUFFICIENT_STOCK' | 'UNKNOWN_VARIANT' | 'RELEASED' | 'NOT_RESERVED' | 'COMMITTED' | 'NOT_COMMITTED' | 'TOO_MANY'

/** What a step is answered with, now and whenever it is asked again. */
export interface StockAnswer {
  readonly ok: boolean
  readonly reason?: StockRefusal
  readonly shortages?: readonly Shortage[]
}

/** The step is done. */
export const done: StockAnswer = { ok: true }

/** The step is refused. */
export const refused = (reason: StockRefusal): StockAnswer => ({ ok: false, reason })

/** The key of an order's reservation: what a release leaves its tombstone under. */
export const reserveKey = (orderId: string): string => `${orderId}:reserve`

/** The fingerprint of a message; its fields come in the order of the method's shape, so equal messages have equal texts. */
export const fingerprintOf = (message: object): string => hash('sha256', JSON.stringify(message), 'base64url')
