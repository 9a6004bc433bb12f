import type { Queryable } from '@agora/database/transaction.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { Facts, KeyFact, OrderFact, StreamEvent } from './facts.ts'

const EVENTS = `SELECT stream, version, type, data FROM events WHERE stream LIKE 'ord\\_%' ORDER BY stream, version, position`
const BESIDE = `
  SELECT coalesce(c.order_id, p.order_id) AS id, c.alive, p.order_id IS NOT NULL AS open, p.owner, p.error, p.next_at = 'infinity' AS parked
  FROM checkouts c FULL JOIN checkout_processes p ON p.order_id = c.order_id`
const KEYS = `SELECT key, result->>'orderId' AS "orderId" FROM idempotency_keys WHERE operation = 'checkout'`
const SALES = `
  SELECT coalesce(sum(orders + late_orders), 0)::int AS orders, coalesce(sum(gross_minor + late_minor), 0)::bigint::text AS gross FROM minute_sales`

interface EventRow {
  readonly stream: string
  readonly version: number
  readonly type: OrderEvent['type']
  readonly data: OrderEvent['data']
}

interface BesideRow {
  readonly id: string
  readonly alive: boolean | null
  readonly open: boolean
  readonly owner: string | null
  readonly error: string | null
  readonly parked: boolean | null
}

/** What the database of orders says. */
export async function readOrderFacts(orders: Queryable): Promise<Pick<Facts, 'orders' | 'keys' | 'sales'>> {
  const [events, beside, keys, sales] = [
    (await orders.query<EventRow>(EVENTS)).rows,
    (await orders.query<BesideRow>(BESIDE)).rows,
    (await orders.query<KeyFact>(KEYS)).rows,
    (await orders.query<{ orders: number; gross: string }>(SALES)).rows[0],
  ]
  const rows = new Map(beside.map((row) => [row.id, row]))
  const streams = Map.groupBy(events, ({ stream }) => stream)
  const ids = [...new Set([...streams.keys(), ...rows.keys()])]
  return {
    orders: ids.map((id) => factOf(id, streams.get(id) ?? [], rows.get(id))),
    keys,
    sales: { orders: sales?.orders ?? 0, grossMinor: BigInt(sales?.gross ?? '0') },
  }
}

function factOf(id: string, events: readonly EventRow[], row: BesideRow | undefined): OrderFact {
  return {
    id,
    events: events.map(({ version, type, data }): StreamEvent => ({ version, event: { type, data } as OrderEvent })),
    alive: row?.alive ?? null,
    process: row?.open === true ? { owner: row.owner, parked: row.parked === true, error: row.error } : null,
  }
}
