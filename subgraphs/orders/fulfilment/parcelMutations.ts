import { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import { line, whole } from '@agora/subgraph-kit/inputFields.ts'
import { fieldPath } from '@agora/subgraph-kit/readInput.ts'

import type { MutationResolvers } from '../__generated__/resolvers.ts'
import { idempotencyKey } from '../checkout/checkoutInput.ts'
import type { OrdersContext } from '../context.ts'
import { changeOrder } from '../order/changeOrder.ts'
import type { Order, OrderShipment } from '../order/order.ts'
import { principalOf } from '../order/orderMutations.ts'
import { idOf } from '../staffChanges/inputFields.ts'
import { readStaffInput, type Refusal } from '../staffChanges/refusal.ts'
import { markDelivered, ship, type FulfilmentDecision, type FulfilmentRefusal } from './commands.ts'

/** Why nothing is noted of a parcel; the enum `FulfilmentErrorCode` of the graph. */
export type FulfilmentErrorCode =
  | Exclude<FulfilmentRefusal, 'NOT_CONFIRMED' | 'ALREADY_ASSIGNED'>
  | 'INVALID_INPUT'
  | 'ORDER_NOT_FOUND'
  | 'IDEMPOTENCY_KEY_REUSED'

const sentences: Readonly<Record<Exclude<FulfilmentErrorCode, 'INVALID_INPUT'>, readonly [message: string, field: string | null]>> = {
  ORDER_NOT_FOUND: ['There is no such order', 'orderId'],
  FULFILMENT_NOT_FOUND: ['The order has no such fulfilment', 'fulfilmentId'],
  SHIPMENT_NOT_FOUND: ['The order has no such parcel', 'shipmentId'],
  LINE_NOT_FOUND: ['The order has no such line', 'lines'],
  TOO_MANY_PIECES: ['More pieces than are left to send', 'lines'],
  NOTHING_TO_SHIP: ['Nothing is left to send', null],
  NOT_READY: ['The money was not taken yet, or somebody asked to cancel', null],
  ALREADY_DELIVERED: ['It has arrived already', null],
  IDEMPOTENCY_KEY_REUSED: ['The idempotency key was used before with another input', 'idempotencyKey'],
}

function faultOf(code: FulfilmentRefusal | 'ORDER_NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED'): Refusal<FulfilmentErrorCode> {
  // These two are answers to createFulfilment alone, which no client calls.
  if (code === 'NOT_CONFIRMED' || code === 'ALREADY_ASSIGNED') throw new TypeError(`A parcel was refused as ${code}`)
  const [message, field] = sentences[code]
  return { code, message, field: field === null ? null : fieldPath(field) }
}

const shipping = z.object({
  orderId: idOf('Order', 'order'),
  fulfilmentId: idOf('Fulfilment', 'fulfilment'),
  lines: z
    .array(z.object({ lineId: idOf('OrderLine', 'line of an order'), quantity: whole(1, 1_000_000) }))
    .min(1, 'must name a line, or be left out')
    .max(100, 'must hold at most 100 lines')
    .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length, 'must hold each line once')
    .nullish(),
  carrier: line(1, 64),
  trackingNumber: line(1, 128).nullish(),
  idempotencyKey,
})
const arriving = z.object({ orderId: idOf('Order', 'order'), shipmentId: idOf('Shipment', 'parcel'), idempotencyKey })

interface Parcelled {
  readonly order: Order | null
  readonly madeId: string | null
  readonly userErrors: readonly Refusal<FulfilmentErrorCode>[]
}

interface Change {
  readonly operation: string
  readonly madeId: string | null
  readonly decide: (order: Order) => FulfilmentDecision
}

/** Makes a change once, and answers the order as it is afterwards. */
async function changing<Input extends { readonly orderId: string; readonly idempotencyKey: string }>(
  given: Result<Input, readonly Refusal<'INVALID_INPUT'>[]>,
  context: OrdersContext,
  change: (input: Input) => Change,
): Promise<Parcelled> {
  if (!given.ok) return { order: null, madeId: null, userErrors: given.error }
  const { orderId, idempotencyKey: key, ...asked } = given.value
  const by = { viewer: principalOf(context), requestId: context.requestId, may: () => true, faultOf }
  const changed = await changeOrder(context.checkout, { ...change(given.value), ...by, orderId, idempotencyKey: key, asked: { orderId, ...asked } })
  const order = await context.orders.byIdForBearer(orderId)
  return changed.ok ? { order, madeId: changed.value.madeId, userErrors: [] } : { order, madeId: null, userErrors: [changed.error] }
}

const shipmentOf = (order: Order | null, id: string | null): OrderShipment | null =>
  order?.shipments.find(({ shipmentId }) => shipmentId === id) ?? null

/** What staff notes of parcels. */
export const parcelMutations = {
  async shipFulfilment(_, { input }, context) {
    const { order, madeId, userErrors } = await changing(readStaffInput(shipping, input), context, ({ fulfilmentId, carrier, ...given }) => {
      const shipmentId = newId('Shipment')
      const command = { shipmentId, fulfilmentId, carrier, lines: given.lines ?? null, trackingNumber: given.trackingNumber ?? null }
      return { operation: 'shipFulfilment', madeId: shipmentId, decide: (placed) => ship(placed, command) }
    })
    return { order, shipment: shipmentOf(order, madeId), userErrors }
  },
  markShipmentDelivered: (_, { input }, context) =>
    changing(readStaffInput(arriving, input), context, ({ shipmentId }) => ({
      operation: 'markShipmentDelivered',
      madeId: null,
      decide: (order) => markDelivered(order, shipmentId),
    })),
} satisfies MutationResolvers
