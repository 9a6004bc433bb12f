import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { piecesPaidMinor, refundableMinor, returnedPieces } from './amounts.ts'
import type { MovedLine, Order } from './order.ts'

/** Why a command is refused, as a word; the graph's own enums are made of these. */
export type OrderRefusal =
  | 'ALREADY_CANCELLED'
  | 'ALREADY_SHIPPED'
  | 'NOT_REFUNDABLE'
  | 'REFUND_TOO_LARGE'
  | 'NOTHING_TO_REFUND'
  | 'LINE_NOT_FOUND'
  | 'TOO_MANY_PIECES'
  | 'NOT_RESUMABLE'
  | 'NOT_CANCELLABLE'

/** What a command leads to. */
export type Decision = Result<readonly OrderEvent[], OrderRefusal>

/** Why an order is to be cancelled. */
export interface CancelCommand {
  readonly code: string
  /** Where what was said about it is kept. */
  readonly reasonId: string | null
}

/** Asks for the end of an order. Before shipping only; done once no step is under way. */
export function cancel(order: Order, data: CancelCommand): Decision {
  if (order.phase === 'CANCELLED' || order.phase === 'CANCELLING' || order.interrupted === 'CANCELLING' || order.cancelRequested)
    return fail('ALREADY_CANCELLED')
  if (order.shipments.length > 0) return fail('ALREADY_SHIPPED')
  return ok([{ type: 'order.cancelRequested', data }])
}

/** What is to be given back. */
export interface RefundCommand {
  readonly refundId: string
  /** Null for what the lines cost. */
  readonly amountMinor: bigint | null
  readonly lines: readonly MovedLine[]
  readonly restock: boolean
  readonly reasonId: string | null
}

/** Asks for money back, of pieces or as an amount; never more than was taken, over all refunds. */
export function requestRefund(order: Order, { refundId, amountMinor, lines, restock, reasonId }: RefundCommand): Decision {
  if (order.phase !== 'COMPLETED' || order.cancelRequested) return fail('NOT_REFUNDABLE')
  const fault = lines.map((line) => faultOfLine(order, line, lines)).find((found) => found !== null)
  if (fault !== undefined) return fail(fault)
  const amount = amountMinor ?? lines.reduce((total, line) => total + piecesPaidMinor(order, line), 0n)
  if (amount <= 0n) return fail('NOTHING_TO_REFUND')
  if (amount > refundableMinor(order)) return fail('REFUND_TOO_LARGE')
  const moved = lines.map(({ lineId, quantity }) => ({ lineId, quantity }))
  const data = { refundId, amountMinor: amount.toString(), reasonId, restock: restock && moved.length > 0, lines: moved }
  return ok([{ type: 'order.refundRequested', data }])
}

function faultOfLine(order: Order, { lineId }: MovedLine, all: readonly MovedLine[]): 'LINE_NOT_FOUND' | 'TOO_MANY_PIECES' | null {
  const line = order.placed.lines.find((candidate) => candidate.lineId === lineId)
  if (line === undefined) return 'LINE_NOT_FOUND'
  const asked = all.filter((other) => other.lineId === lineId).reduce((total, { quantity }) => total + quantity, 0)
  return returnedPieces(order, lineId) + asked > line.quantity ? 'TOO_MANY_PIECES' : null
}

/** Notes that a note was written; its text is not part of the order. */
export const addNote = (_order: Order, noteId: string): Decision => ok([{ type: 'order.noteAdded', data: { noteId } }])
