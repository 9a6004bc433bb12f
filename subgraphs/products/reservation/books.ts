import type { Places } from './spread.ts'
import { refused, type Piece, type StockAnswer, type StockCommand } from './stockCommand.ts'

/** What a key was answered with. */
export interface InboxEntry {
  /** Of the message that the key is bound to; null for a tombstone, which answers whatever comes. */
  readonly fingerprint: string | null
  readonly answer: StockAnswer
}

/** What a release leaves behind for the reservation that comes after it. */
export const tombstone: InboxEntry = { fingerprint: null, answer: refused('RELEASED') }

/** What is known of the orders and variants of a batch, and cannot change while the batch's transaction holds its locks. */
export interface Books {
  /** By key: what was answered before. */
  readonly inbox: ReadonlyMap<string, InboxEntry>
  /** By variant; a variant that does not exist is absent, one that has no stock anywhere has no places. */
  readonly stock: ReadonlyMap<string, Places>
  /** By order: what is held, taken off the shelf by this transaction. */
  readonly held: ReadonlyMap<string, readonly Piece[]>
  /** By order: what was sold less what came back. */
  readonly sold: ReadonlyMap<string, readonly Piece[]>
}

/** A reservation to be kept. */
export interface NewReservation extends Piece {
  readonly orderId: string
  readonly expiresAt: string
}

/** A movement to be made. */
export interface NewMovement extends Piece {
  readonly orderId: string
  readonly reason: 'SOLD' | 'RETURNED'
}

/** What a batch comes to. */
export interface Outcome {
  /** One a command, in their order. */
  readonly answers: readonly (StockAnswer | KeyReused)[]
  /** By key: what is answered from now on. */
  readonly inbox: ReadonlyMap<string, InboxEntry>
  readonly reservations: readonly NewReservation[]
  /** By how much the reserved pieces of a place change, sales left out: the ledger takes those. */
  readonly reserved: readonly Piece[]
  readonly movements: readonly NewMovement[]
  /** By variant that the shop shows otherwise than before: the command that changed it first. */
  readonly shown: ReadonlyMap<string, StockCommand>
}

/** The key came before with another message. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused'
}
