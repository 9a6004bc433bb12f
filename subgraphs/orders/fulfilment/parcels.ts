import { returnedPieces } from '../order/amounts.ts'
import type { MovedLine, Order } from '../order/order.ts'

/** Pieces of a line in a list of such. */
export const piecesOf = (lines: readonly MovedLine[], lineId: string): number =>
  lines.filter((line) => line.lineId === lineId).reduce((total, { quantity }) => total + quantity, 0)

/** Pieces of a line that have left. */
export const shippedPieces = ({ shipments }: Pick<Order, 'shipments'>, lineId: string): number =>
  shipments.reduce((total, { lines }) => total + piecesOf(lines, lineId), 0)

/** Pieces of a line that nobody has been told to pack. */
export const unassignedPieces = ({ placed, fulfilments }: Pick<Order, 'placed' | 'fulfilments'>, lineId: string): number =>
  piecesOf(placed.lines, lineId) - fulfilments.reduce((total, { lines }) => total + piecesOf(lines, lineId), 0)

/** Pieces of a line that are still to be sent: those that a refund put back into stock are not. */
function unsentPieces(order: Order, lineId: string): number {
  const back = returnedPieces(order, lineId, ({ restock }) => restock)
  return Math.max(0, piecesOf(order.placed.lines, lineId) - back - shippedPieces(order, lineId))
}

/** Whether anything of the order is still to be sent. */
export const isSentWhole = (order: Order): boolean => order.placed.lines.every(({ lineId }) => unsentPieces(order, lineId) === 0)

/** What a fulfilment can still send of each of its lines; lines of which nothing is left are not listed. */
export function openLines(order: Order, fulfilmentId: string): MovedLine[] {
  const fulfilment = order.fulfilments.find((candidate) => candidate.fulfilmentId === fulfilmentId)
  const sentBy = order.shipments.filter((shipment) => shipment.fulfilmentId === fulfilmentId).flatMap(({ lines }) => lines)
  return (fulfilment?.lines ?? [])
    .map(({ lineId, quantity }) => ({ lineId, quantity: Math.min(quantity - piecesOf(sentBy, lineId), unsentPieces(order, lineId)) }))
    .filter(({ quantity }) => quantity > 0)
}
