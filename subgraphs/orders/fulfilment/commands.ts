import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { MovedLine, Order } from '../order/order.ts'
import { openLines, piecesOf, unassignedPieces } from './parcels.ts'

/** Why a command about parcels is refused. */
export type FulfilmentRefusal =
  | 'NOT_CONFIRMED'
  | 'ALREADY_ASSIGNED'
  | 'NOT_READY'
  | 'FULFILMENT_NOT_FOUND'
  | 'NOTHING_TO_SHIP'
  | 'LINE_NOT_FOUND'
  | 'TOO_MANY_PIECES'
  | 'SHIPMENT_NOT_FOUND'
  | 'ALREADY_DELIVERED'

/** What a command leads to. */
export type FulfilmentDecision = Result<readonly OrderEvent[], FulfilmentRefusal>

/** A sale that needs attention is one all the same. */
const isSale = ({ phase, interrupted }: Order): boolean =>
  ['CONFIRMED', 'COMPLETED'].includes(phase === 'NEEDS_ATTENTION' ? (interrupted ?? '') : phase)

/** Has a warehouse pack whatever nobody was told to pack yet: the whole order the first time, nothing ever again. */
export function createFulfilment(order: Order, fulfilmentId: string): FulfilmentDecision {
  if (!isSale(order)) return fail('NOT_CONFIRMED')
  const lines = order.placed.lines.map(({ lineId }) => ({ lineId, quantity: unassignedPieces(order, lineId) })).filter(({ quantity }) => quantity > 0)
  if (lines.length === 0) return fail('ALREADY_ASSIGNED')
  return ok([{ type: 'order.fulfilmentCreated', data: { fulfilmentId, lines } }])
}

/** A parcel that leaves. */
export interface ShipCommand {
  readonly shipmentId: string
  readonly fulfilmentId: string
  /** Null for all that is left of the fulfilment. */
  readonly lines: readonly MovedLine[] | null
  readonly carrier: string
  readonly trackingNumber: string | null
}

/** Notes that a parcel left. Nothing leaves before the money was taken, after somebody asked to cancel, or twice. */
export function ship(order: Order, command: ShipCommand): FulfilmentDecision {
  if (order.phase !== 'COMPLETED' || order.cancelRequested) return fail('NOT_READY')
  const { shipmentId, fulfilmentId, carrier, trackingNumber } = command
  if (!order.fulfilments.some((candidate) => candidate.fulfilmentId === fulfilmentId)) return fail('FULFILMENT_NOT_FOUND')
  const open = openLines(order, fulfilmentId)
  if (open.length === 0) return fail('NOTHING_TO_SHIP')
  const lines = command.lines ?? open
  const fault = lines.map(({ lineId }) => faultOfLine(order, lineId, { lines, open })).find((found) => found !== null)
  if (fault !== undefined) return fail(fault)
  const { buyer, contactId, orderNumber } = order.placed
  const moved = lines.map(({ lineId, quantity }) => ({ lineId, quantity }))
  return ok([{ type: 'order.shipped', data: { shipmentId, fulfilmentId, lines: moved, carrier, trackingNumber, buyer, contactId, orderNumber } }])
}

function faultOfLine(
  order: Order,
  lineId: string,
  { lines, open }: { readonly lines: readonly MovedLine[]; readonly open: readonly MovedLine[] },
): 'LINE_NOT_FOUND' | 'TOO_MANY_PIECES' | null {
  if (piecesOf(order.placed.lines, lineId) === 0) return 'LINE_NOT_FOUND'
  return piecesOf(lines, lineId) > piecesOf(open, lineId) ? 'TOO_MANY_PIECES' : null
}

/** Notes that a parcel arrived. */
export function markDelivered(order: Order, shipmentId: string): FulfilmentDecision {
  const shipment = order.shipments.find((candidate) => candidate.shipmentId === shipmentId)
  if (shipment === undefined) return fail('SHIPMENT_NOT_FOUND')
  if (shipment.delivered) return fail('ALREADY_DELIVERED')
  return order.phase === 'COMPLETED' || order.phase === 'NEEDS_ATTENTION'
    ? ok([{ type: 'order.delivered', data: { shipmentId } }])
    : fail('NOT_READY')
}
