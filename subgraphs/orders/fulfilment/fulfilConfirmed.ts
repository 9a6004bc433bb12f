import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { prefixes } from '@agora/ids/typeId.ts'

import { readOrder } from '../checkout/readOrders.ts'
import { createFulfilment } from './commands.ts'

/** The consumer that has confirmed orders packed; also who did it, in the order's history. */
export const FULFILMENT = 'orders-fulfilment'

/** The first fulfilment of an order has its order's own number, so it can be made only once. */
export const fulfilmentIdOf = (orderId: string): string => orderId.replace(prefixes.Order, prefixes.Fulfilment)

/**
 * Has a confirmed order packed. An order that was cancelled meanwhile, or that is being packed already, needs nothing. Its checkout writes to the same
 * stream: whoever comes second is refused by the store, and the consumer looks again.
 */
export async function fulfilConfirmed(client: Queryable, event: StoredEvent, store: Pick<EventStore, 'read' | 'append'>): Promise<void> {
  const { stream, metadata } = event
  const order = (await readOrder(store, client, stream))?.order
  const decision = order && createFulfilment(order, fulfilmentIdOf(stream))
  if (order === undefined || decision === undefined || !decision.ok) return
  const cause = { correlationId: metadata.correlationId, causationId: event.id, actor: FULFILMENT }
  await store.append(client, [{ stream, expectedVersion: order.version, events: decision.value }], cause)
}
