import type { Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { foldOrder } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'

/** An order, and the request that its checkout works for. */
export interface StoredOrder {
  readonly order: Order
  readonly correlationId: string
}

/** What gives the checkout something to do. All that follows from one belongs to its request, whoever writes to the order in between, and whoever goes on with it. */
const BEGINNINGS: ReadonlySet<string> = new Set<OrderEvent['type']>([
  'order.placed',
  'order.cancelRequested',
  'order.refundRequested',
  'order.resumed',
])

/** Reads an order from its stream; undefined when there is none. Throws for events that this process does not know. */
export async function readOrder(store: Pick<EventStore, 'read'>, client: Queryable, orderId: string): Promise<StoredOrder | undefined> {
  const events = await store.read(client, orderId)
  const order = foldOrder(orderId, events as Iterable<OrderEvent>)
  const begun = events.findLast(({ type }) => BEGINNINGS.has(type))
  return order.phase === 'NONE' || begun === undefined ? undefined : { order, correlationId: begun.metadata.correlationId }
}

/** Reads several orders by one statement. */
export async function readOrders(store: Pick<EventStore, 'readMany'>, client: Queryable, orderIds: readonly string[]): Promise<Map<string, Order>> {
  const streams = await store.readMany(client, orderIds)
  const orders = [...streams].map(([id, events]) => foldOrder(id, events as Iterable<OrderEvent>))
  return new Map(orders.flatMap((order) => (order.phase === 'NONE' ? [] : [[order.id, order]])))
}
