import type { Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { foldOrder } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'

/** An order as it was at a moment; null when it was not placed by then. */
export async function readOrderAt(
  store: Pick<EventStore, 'read'>,
  client: Queryable,
  { id, at }: { readonly id: string; readonly at: Date },
): Promise<Order | null> {
  const order = foldOrder(id, (await store.read(client, id, { until: at })) as Iterable<OrderEvent>)
  return order.phase === 'NONE' ? null : order
}
