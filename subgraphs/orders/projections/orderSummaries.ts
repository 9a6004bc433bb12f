import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { defineProjection, type Projection } from '@agora/event-store/projection.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { orderStatus } from '../fulfilment/orderStatus.ts'
import { refundedMinor, totalMinor } from '../order/amounts.ts'
import { foldOrder } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'

/** Types of events that change what a list shows of an order. */
const types = [
  'order.placed',
  'order.confirmed',
  'order.completed',
  'order.cancelRequested',
  'order.cancelling',
  'order.cancelled',
  'order.needsAttention',
  'order.resumed',
  'order.refundRequested',
  'order.refundFailed',
  'order.shipped',
  'order.delivered',
] as const satisfies readonly OrderEvent['type'][]

const UPSERT = `
insert into order_summaries as s
  (generation, order_id, order_number, buyer, currency, total_minor, refunded_minor, status, needs_attention, pieces, version, placed_at, updated_at)
select $1, r.* from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::boolean[], $10::int[], $11::int[],
  $12::timestamptz[], $13::timestamptz[]) as r
on conflict (generation, order_id) do update
   set refunded_minor = excluded.refunded_minor, status = excluded.status, needs_attention = excluded.needs_attention, version = excluded.version,
       updated_at = excluded.updated_at`

/**
 * Orders as lists show them. What a row says is what evolve says of the order's own events, so a list can never tell another story than the order; its
 * version is that of the last event which it shows.
 */
export function orderSummaries(store: Pick<EventStore, 'readMany'>): Projection {
  return defineProjection<OrderEvent>({
    name: 'order_summaries',
    version: 1,
    tables: ['order_summaries'],
    handles: {
      types,
      async apply(client, events, generation) {
        const streams = await store.readMany(client, [...new Set(events.map(({ stream }) => stream))])
        await write(client, [...streams].flatMap(rowOf), generation)
      },
    },
  })
}

type Row = readonly unknown[]

function rowOf([orderId, all]: [string, readonly StoredEvent[]]): Row[] {
  // What no list shows must not move a row: built anew it would stand elsewhere.
  const last = all.findLastIndex(({ type }) => (types as readonly string[]).includes(type))
  const events = all.slice(0, last + 1)
  const order = foldOrder(orderId, events as Iterable<OrderEvent>)
  const [first, latest] = [events[0], events[last]]
  return order.phase === 'NONE' || first === undefined || latest === undefined ? [] : [[...factsOf(order), first.occurredAt, latest.occurredAt]]
}

function factsOf(order: Order): Row {
  const { orderNumber, buyer, currency, lines } = order.placed
  const pieces = lines.reduce((total, { quantity }) => total + quantity, 0)
  const attention = order.phase === 'NEEDS_ATTENTION'
  return [order.id, orderNumber, buyer, currency, totalMinor(order), refundedMinor(order), orderStatus(order), attention, pieces, order.version]
}

const COLUMNS = 12

async function write(client: Queryable, rows: readonly Row[], generation: number): Promise<void> {
  const columns = Array.from({ length: COLUMNS }, (_, nth) => rows.map((row) => row[nth]))
  await client.query({ name: 'orderSummariesUpsert', text: UPSERT, values: [generation, ...columns] })
}
