import type { Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { foldOrder } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'

/** An order, and the request by which it came to be as it is. */
export interface StoredOrder {
  readonly order: Order
  readonly correlationId: string
}

/** Reads an order from its stream; undefined when there is none. Throws for events that this process does not know. */
export async function readOrder(store: Pick<EventStore, 'read'>, client: Queryable, orderId: string): Promise<StoredOrder | undefined> {
  const events = await store.read(client, orderId)
  const order = foldOrder(orderId, events as Iterable<OrderEvent>)
  const last = events.at(-1)
  return order.phase === 'NONE' || last === undefined ? undefined : { order, correlationId: last.metadata.correlationId }
}

/** Reads several orders by one statement. */
export async function readOrders(store: Pick<EventStore, 'readMany'>, client: Queryable, orderIds: readonly string[]): Promise<Map<string, Order>> {
  const streams = await store.readMany(client, orderIds)
  const orders = [...streams].map(([id, events]) => foldOrder(id, events as Iterable<OrderEvent>))
  return new Map(orders.flatMap((order) => (order.phase === 'NONE' ? [] : [[order.id, order]])))
}
