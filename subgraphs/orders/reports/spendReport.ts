import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { liveGeneration } from '@agora/event-store/projection.ts'
import type { CurrencyCode, Money } from '@agora/money/money.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { Period } from './period.ts'

/** What a customer spent in a period. */
export interface CustomerSpend {
  readonly userId: string
  /** Whether the account is open. */
  readonly active: boolean
  readonly orders: number
  readonly gross: Money
  readonly refunded: Money
  readonly net: Money
}

/** The most spent first. */
export const spendOrder: ListOrder<CustomerSpend, readonly [string, string]> = {
  name: 'customerSpend',
  values: z.tuple([z.string().regex(/^-?\d{1,19}$/), z.string().max(64)]),
  positionOf: ({ net, userId }) => [net.amountMinor.toString(), userId],
}

/** A report in one currency over a period. */
export interface SpendQuestion extends Period {
  readonly currencyCode: CurrencyCode
}

// An account without orders in the period is a row of zeros, so what belongs to the period stands inside, before the join. Somebody who bought before
// users has told of the account is a row as well.
const SPEND = `
select user_id, active, orders, gross::text, refunded::text, net::text
  from (select coalesce(a.user_id, s.buyer) as user_id, coalesce(a.active, true) as active, coalesce(s.orders, 0)::int as orders,
               coalesce(s.gross, 0) as gross, coalesce(s.refunded, 0) as refunded, coalesce(s.gross - s.refunded, 0) as net
          from report_accounts a
          full join (select buyer, sum(orders) as orders, sum(gross_minor) as gross, sum(refunded_minor) as refunded
                       from customer_spend
                      where generation = ${liveGeneration('order_books')} and currency = $1 and day between $2 and $3 and buyer like 'usr\\_%'
                      group by buyer) s on s.buyer = a.user_id) report`

// Sorted by the column, never by the text that is selected under its name.
const PAGE = `${SPEND}
 where $4::numeric is null or report.net < $4::numeric or (report.net = $4::numeric and user_id > $5)
 order by report.net desc, user_id
 limit $6`

interface Row {
  readonly user_id: string
  readonly active: boolean
  readonly orders: number
  readonly gross: string
  readonly refunded: string
  readonly net: string
}

/** How many customers a report lists. */
export async function countCustomers(database: Queryable, { currencyCode, from, to }: SpendQuestion): Promise<number> {
  const text = `select count(*)::int as count from (${SPEND}) listed`
  const { rows } = await database.query<{ count: number }>({ name: 'customerSpendCount', text, values: [currencyCode, from, to] })
  return rows[0]?.count ?? 0
}

/** One page of what customers spent; whoever has an account is listed, guests are not. */
export async function readSpend(
  database: Queryable,
  { currencyCode, from, to }: SpendQuestion,
  page: Page<CustomerSpend, readonly [string, string]>,
): Promise<CustomerSpend[]> {
  const [net = null, userId = null] = page.position ?? []
  const { rows } = await database.query<Row>({ name: 'customerSpend', text: PAGE, values: [currencyCode, from, to, net, userId, page.fetch] })
  const money = (text: string): Money => ({ amountMinor: BigInt(text), currencyCode })
  return rows.map((row) => ({
    userId: row.user_id,
    active: row.active,
    orders: row.orders,
    gross: money(row.gross),
    refunded: money(row.refunded),
    net: money(row.net),
  }))
}
