import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { orderStatus } from '../fulfilment/orderStatus.ts'
import { refundedMinor, totalMinor } from '../order/amounts.ts'
import { foldOrder } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'

// The status is what evolve says of the events up to this one, so a list can never tell another story than the order itself.

const UPSERT = `
insert into order_summaries as s (order_id, order_number, buyer, currency, total_minor, refunded_minor, status, needs_attention, pieces, version, placed_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
on conflict (order_id) do update
   set refunded_minor = excluded.refunded_minor, status = excluded.status, needs_attention = excluded.needs_attention, version = excluded.version, updated_at = excluded.updated_at`

/** Types of events that change what a list shows of an order. */
export const summarised = [
  'order.placed',
  'order.confirmed',
  'order.completed',
  'order.cancelRequested',
  'order.cancelling',
  'order.paymentReturned',
  'order.cancelled',
  'order.needsAttention',
  'order.resumed',
  'order.refundRequested',
  'order.refunded',
  'order.refundFailed',
  'order.refundRestocked',
  'order.shipped',
  'order.delivered',
] as const satisfies readonly OrderEvent['type'][]

/** What a list shows of an order at one version. */
export async function summarise(client: Queryable, { stream, version, occurredAt }: StoredEvent, store: Pick<EventStore, 'read'>): Promise<void> {
  const events = await store.read(client, stream, { upTo: version })
  const order = foldOrder(stream, events as Iterable<OrderEvent>)
  if (order.phase === 'NONE') return
  await client.query({ name: 'orderSummaryUpsert', text: UPSERT, values: [...factsOf(order), occurredAt] })
}

function factsOf(order: Order): unknown[] {
  const { orderNumber, buyer, currency, lines } = order.placed
  const pieces = lines.reduce((total, { quantity }) => total + quantity, 0)
  const attention = order.phase === 'NEEDS_ATTENTION'
  return [order.id, orderNumber, buyer, currency, totalMinor(order), refundedMinor(order), orderStatus(order), attention, pieces, order.version]
}
