import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { saleOf, type Sale } from './sale.ts'

const REVENUE = `
insert into daily_revenue as r (day, currency, orders, gross_minor, refunded_minor) values ($1, $2, $3, $4, $5)
on conflict (day, currency) do update
   set orders = r.orders + excluded.orders, gross_minor = r.gross_minor + excluded.gross_minor, refunded_minor = r.refunded_minor + excluded.refunded_minor`

const SPEND = `
insert into customer_spend as s (day, currency, orders, gross_minor, refunded_minor, buyer) values ($1, $2, $3, $4, $5, $6)
on conflict (buyer, day, currency) do update
   set orders = s.orders + excluded.orders, gross_minor = s.gross_minor + excluded.gross_minor, refunded_minor = s.refunded_minor + excluded.refunded_minor`

// Two lines of one order may be of one product.
const PRODUCTS = `
insert into daily_product_sales as p (day, currency, product_id, pieces, revenue_minor)
select $1, $2, l.product_id, sum(l.pieces), sum(l.revenue)
  from unnest($3::text[], $4::int[], $5::bigint[]) as l (product_id, pieces, revenue)
 group by l.product_id
 order by l.product_id
on conflict (day, currency, product_id) do update set pieces = p.pieces + excluded.pieces, revenue_minor = p.revenue_minor + excluded.revenue_minor`

/** Enters an event into the books: what the shop earned, what the customer spent, what was sold. */
export async function enter(client: Queryable, event: StoredEvent, store: Pick<EventStore, 'read'>): Promise<void> {
  const sale = saleOf(await historyOf(client, event, store))
  if (sale !== null) await write(client, sale)
}

/** Only an order that ends must be looked back at. */
async function historyOf(client: Queryable, event: StoredEvent, store: Pick<EventStore, 'read'>): Promise<StoredEvent<OrderEvent>[]> {
  const history = event.type === 'order.cancelled' ? await store.read(client, event.stream, { upTo: event.version }) : [event]
  return history as StoredEvent<OrderEvent>[]
}

async function write(client: Queryable, { day, buyer, currency, orders, grossMinor, refundedMinor, products }: Sale): Promise<void> {
  const amounts = [day, currency, orders, grossMinor, refundedMinor]
  await client.query({ name: 'dailyRevenueAdd', text: REVENUE, values: amounts })
  await client.query({ name: 'customerSpendAdd', text: SPEND, values: [...amounts, buyer] })
  if (products.length === 0) return
  const column = <Value>(of: (product: Sale['products'][number]) => Value): Value[] => products.map(of)
  const values = [day, currency, column(({ productId }) => productId), column(({ pieces }) => pieces), column(({ revenueMinor }) => revenueMinor)]
  await client.query({ name: 'dailyProductSalesAdd', text: PRODUCTS, values })
}
