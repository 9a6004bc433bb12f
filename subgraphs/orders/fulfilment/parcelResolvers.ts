import type { Resolvers } from '../__generated__/resolvers.ts'
import type { Order, OrderFulfilment } from '../order/order.ts'
import { openLines } from './parcels.ts'

/** A fulfilment with the order that it belongs to. */
export interface FulfilmentOfOrder {
  readonly order: Order
  readonly fulfilment: OrderFulfilment
}

/** What is packed and sent of an order. */
export const parcelResolvers = {
  Order: {
    fulfilments: (order) => order.fulfilments.map((fulfilment) => ({ order, fulfilment })),
  },
  Fulfilment: {
    id: ({ fulfilment }) => fulfilment.fulfilmentId,
    lines: ({ fulfilment }) => fulfilment.lines,
    openLines: ({ order, fulfilment }) => openLines(order, fulfilment.fulfilmentId),
  },
  Shipment: {
    id: ({ shipmentId }) => shipmentId,
  },
} satisfies Resolvers
