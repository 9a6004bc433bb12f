import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { defineProjection, type Projection } from '@agora/event-store/projection.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { saleOf, sales, type Sale } from './sale.ts'

// Sorted and summed in SQL: rows are locked in one order, and each once.

const AMOUNTS = 'sum(r.orders) as orders, sum(r.gross) as gross, sum(r.refunded) as refunded'
const GIVEN = `unnest($2::text[], $3::date[], $4::text[], $5::int[], $6::bigint[], $7::bigint[]) as r (buyer, day, currency, orders, gross, refunded)`
const ADD =
  'set orders = t.orders + excluded.orders, gross_minor = t.gross_minor + excluded.gross_minor, refunded_minor = t.refunded_minor + excluded.refunded_minor'

const REVENUE = `
insert into daily_revenue as t (generation, day, currency, orders, gross_minor, refunded_minor)
select $1, r.day, r.currency, ${AMOUNTS} from ${GIVEN} group by r.day, r.currency order by r.day, r.currency
on conflict (generation, day, currency) do update ${ADD}`

const SPEND = `
insert into customer_spend as t (generation, buyer, day, currency, orders, gross_minor, refunded_minor)
select $1, r.buyer, r.day, r.currency, ${AMOUNTS} from ${GIVEN} group by r.buyer, r.day, r.currency order by r.buyer, r.day, r.currency
on conflict (generation, buyer, day, currency) do update ${ADD}`

const PRODUCTS = `
insert into daily_product_sales as t (generation, day, currency, product_id, pieces, revenue_minor)
select $1, r.day, r.currency, r.product_id, sum(r.pieces), sum(r.revenue)
  from unnest($2::date[], $3::text[], $4::text[], $5::int[], $6::bigint[]) as r (day, currency, product_id, pieces, revenue)
 group by r.day, r.currency, r.product_id
 order by r.day, r.currency, r.product_id
on conflict (generation, day, currency, product_id) do update set pieces = t.pieces + excluded.pieces, revenue_minor = t.revenue_minor + excluded.revenue_minor`

/** The books of the shop: what it earned, what each customer spent, what was sold. */
export function orderBooks(store: Pick<EventStore, 'readMany'>): Projection {
  return defineProjection<OrderEvent>({
    name: 'order_books',
    version: 1,
    tables: ['daily_revenue', 'customer_spend', 'daily_product_sales'],
    handles: {
      types: sales,
      async apply(client, events, generation) {
        const histories = await historiesOf(client, events, store)
        const found = histories.map(saleOf).filter((sale) => sale !== null)
        await write(client, found, generation)
      },
    },
  })
}

type History = readonly StoredEvent<OrderEvent>[]

/** Only an order that ends must be looked back at, and not beyond the event. */
async function historiesOf(client: Queryable, events: readonly StoredEvent<OrderEvent>[], store: Pick<EventStore, 'readMany'>): Promise<History[]> {
  const ended = events.filter(({ type }) => type === 'order.cancelled').map(({ stream }) => stream)
  const streams = ended.length === 0 ? new Map<string, StoredEvent[]>() : await store.readMany(client, ended)
  return events.map((event) => {
    if (event.type !== 'order.cancelled') return [event]
    return (streams.get(event.stream) ?? []).filter(({ version }) => version <= event.version) as StoredEvent<OrderEvent>[]
  })
}

async function write(client: Queryable, found: readonly Sale[], generation: number): Promise<void> {
  const column = <Value>(of: (sale: Sale) => Value): Value[] => found.map(of)
  const where = [column(({ buyer }) => buyer), column(({ day }) => day), column(({ currency }) => currency)]
  const amounts = [column(({ orders }) => orders), column(({ grossMinor }) => grossMinor), column(({ refundedMinor }) => refundedMinor)]
  await client.query({ name: 'dailyRevenueAdd', text: REVENUE, values: [generation, ...where, ...amounts] })
  await client.query({ name: 'customerSpendAdd', text: SPEND, values: [generation, ...where, ...amounts] })
  await client.query({ name: 'dailyProductSalesAdd', text: PRODUCTS, values: [generation, ...productColumns(found)] })
}

function productColumns(found: readonly Sale[]): unknown[][] {
  const rows = found.flatMap(({ day, currency, products }) =>
    products.map(({ productId, pieces, revenueMinor }) => [day, currency, productId, pieces, revenueMinor] as const),
  )
  return [0, 1, 2, 3, 4].map((nth) => rows.map((row) => row[nth]))
}
