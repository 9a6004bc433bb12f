import type { Queryable } from '@agora/database/transaction.ts'
import { liveGeneration } from '@agora/event-store/projection.ts'
import type { CurrencyCode, Money } from '@agora/money/money.ts'

import { toCurrency } from '../cart/cartReads.ts'
import { MAX_DAYS, type Period } from './period.ts'

/** What the shop earned on a day. */
export interface DailyRevenue {
  readonly day: string
  readonly orders: number
  readonly gross: Money
  readonly refunded: Money
  readonly net: Money
}

const CURRENCIES = 3

const BOOKS = liveGeneration('order_books')

const REVENUE = `
select to_char(day, 'YYYY-MM-DD') as day, currency, orders, gross_minor::text as gross, refunded_minor::text as refunded
  from daily_revenue
 where generation = ${BOOKS} and day between $1 and $2 and ($3::text is null or currency = $3)
 order by day, currency
 limit ${MAX_DAYS * CURRENCIES}`

interface RevenueRow {
  readonly day: string
  readonly currency: string
  readonly orders: number
  readonly gross: string
  readonly refunded: string
}

/** Revenue by day and currency; days without any are absent. */
export async function readRevenue(database: Queryable, { from, to }: Period, currencyCode: CurrencyCode | null): Promise<DailyRevenue[]> {
  const { rows } = await database.query<RevenueRow>({ name: 'dailyRevenue', text: REVENUE, values: [from, to, currencyCode] })
  return rows.map(({ day, currency, orders, gross, refunded }) => {
    const money = (amountMinor: bigint): Money => ({ amountMinor, currencyCode: toCurrency(currency) })
    return { day, orders, gross: money(BigInt(gross)), refunded: money(BigInt(refunded)), net: money(BigInt(gross) - BigInt(refunded)) }
  })
}

/** How many came how far on the way from a cart to a sale. */
export interface Funnel {
  readonly cartsStarted: number
  readonly ordersPlaced: number
  readonly ordersConfirmed: number
}

const FUNNEL = `
select coalesce(sum(carts_started), 0)::int as "cartsStarted", coalesce(sum(orders_placed), 0)::int as "ordersPlaced",
       coalesce(sum(orders_confirmed), 0)::int as "ordersConfirmed"
  from daily_funnel where generation = ${liveGeneration('order_funnel')} and day between $1 and $2`

/** The stations of a period. Each counts on the day it was reached, so a cart of yesterday may be a sale of today. */
export async function readFunnel(database: Queryable, { from, to }: Period): Promise<Funnel> {
  const { rows } = await database.query<Funnel>({ name: 'dailyFunnel', text: FUNNEL, values: [from, to] })
  return rows[0] ?? { cartsStarted: 0, ordersPlaced: 0, ordersConfirmed: 0 }
}

/** What was sold of a product. */
export interface ProductSales {
  readonly productId: string
  readonly pieces: number
  readonly revenue: Money
}

const TOP = `
select product_id, sum(pieces)::int as pieces, sum(revenue_minor)::text as revenue
  from daily_product_sales
 where generation = ${BOOKS} and currency = $1 and day between $2 and $3
 group by product_id
having sum(pieces) > 0
 order by sum(revenue_minor) desc, product_id
 limit $4`

/** The products with the most revenue. */
export async function readTopProducts(
  database: Queryable,
  { currencyCode, from, to }: Period & { readonly currencyCode: CurrencyCode },
  limit: number,
): Promise<ProductSales[]> {
  const values = [currencyCode, from, to, limit]
  const { rows } = await database.query<{ product_id: string; pieces: number; revenue: string }>({ name: 'topProducts', text: TOP, values })
  return rows.map(({ product_id, pieces, revenue }) => ({ productId: product_id, pieces, revenue: { amountMinor: BigInt(revenue), currencyCode } }))
}
