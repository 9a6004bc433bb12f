import { refundShare } from '../totals/refundShare.ts'
import type { DataOfEvent, MovedLine, Order } from './order.ts'

type Totals = DataOfEvent<'order.placed'>['totals']

/** What the steps of the totals say of one line, in minor units; what is contained in another amount is not counted again. */
function ofLine({ steps }: Totals, lineId: string, kinds: readonly Totals['steps'][number]['kind'][]): bigint {
  return steps
    .filter((step) => step.lineId === lineId && !step.included && kinds.includes(step.kind))
    .reduce((total, step) => total + BigInt(step.amountMinor), 0n)
}

/** What the buyer pays for the goods of a line, after discounts and before tax that comes on top. */
export const lineTotalMinor = (totals: Totals, lineId: string): bigint => ofLine(totals, lineId, ['LINES', 'DISCOUNT'])

/** What the buyer paid for a line, tax included. */
export const linePaidMinor = (totals: Totals, lineId: string): bigint => ofLine(totals, lineId, ['LINES', 'DISCOUNT', 'TAX'])

/** What is paid for the order, in minor units. */
export const totalMinor = ({ placed }: Order): bigint => BigInt(placed.totals.totalMinor)

/** What has gone back to the buyer in parts, or is on its way there. */
export function refundedMinor({ refunds }: Pick<Order, 'refunds'>): bigint {
  return refunds.filter(({ status }) => status !== 'FAILED').reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n)
}

/** How much can still be given back, in minor units. */
export const refundableMinor = (order: Order): bigint => totalMinor(order) - refundedMinor(order)

/** Pieces of a line that refunds have taken back, or are about to. */
export function returnedPieces(
  { refunds }: Pick<Order, 'refunds'>,
  lineId: string,
  only: (refund: Order['refunds'][number]) => boolean = () => true,
): number {
  return refunds
    .filter((refund) => refund.status !== 'FAILED' && only(refund))
    .flatMap(({ lines }) => lines)
    .filter((line) => line.lineId === lineId)
    .reduce((total, { quantity }) => total + quantity, 0)
}

/** The pieces of the order that no refund has put back in stock. */
export function unreturnedLines(order: Order): MovedLine[] {
  return order.placed.lines
    .map(({ lineId, quantity }) => ({ lineId, quantity: quantity - returnedPieces(order, lineId, ({ restock }) => restock) }))
    .filter(({ quantity }) => quantity > 0)
}

/**
 * What so many further pieces of a line cost its buyer. The pieces of a line cost its total exactly, however they are taken back: each
 * refund gets the difference of two rounded sums.
 */
export function piecesPaidMinor(order: Order, { lineId, quantity }: MovedLine): bigint {
  const line = order.placed.lines.find((candidate) => candidate.lineId === lineId)
  if (line === undefined) return 0n
  const totalMinor = linePaidMinor(order.placed.totals, lineId)
  return refundShare({ totalMinor, quantity: line.quantity, before: returnedPieces(order, lineId), now: quantity })
}
