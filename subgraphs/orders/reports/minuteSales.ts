import type { Queryable } from '@agora/database/transaction.ts'
import { windowed, type Window } from '@agora/event-bus/window.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'
import type { CurrencyCode, Money } from '@agora/money/money.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { toCurrency } from '../cart/cartReads.ts'

type Confirmed = Extract<OrderEvent, { readonly type: 'order.confirmed' }>

const MINUTE_MS = 60_000
/** A minute waits so long for what comes late: a relay that was away for a moment changes no closed figure. */
const LATENESS_MS = 2 * MINUTE_MS

const addTo = (orders: 'orders' | 'late_orders', amount: 'gross_minor' | 'late_minor'): string => `
insert into minute_sales as m (minute, currency, ${orders}, ${amount}) values ($1, $2, 1, $3)
on conflict (minute, currency) do update set ${orders} = m.${orders} + 1, ${amount} = m.${amount} + excluded.${amount}`

const statements = {
  minuteSalesAdd: addTo('orders', 'gross_minor'),
  minuteSalesLate: addTo('late_orders', 'late_minor'),
} as const

const write =
  (name: keyof typeof statements) =>
  async (client: Queryable, { data }: StoredEvent<Confirmed>, { start }: Window): Promise<void> => {
    await client.query({ name, text: statements[name], values: [start, data.currency, data.totalMinor] })
  }

/** Counts confirmed orders by the minute in which they were confirmed; what comes after a minute was closed is counted apart. */
export const countSale = windowed<Confirmed>({
  sizeMs: MINUTE_MS,
  latenessMs: LATENESS_MS,
  add: write('minuteSalesAdd'),
  late: write('minuteSalesLate'),
})

/** What was sold in a minute. */
export interface MinuteSales {
  readonly minute: Date
  readonly orders: number
  readonly gross: Money
  readonly lateOrders: number
  readonly lateGross: Money
}

/** The minutes of a day. */
const MOST_MINUTES = 1440

const READ = `
select minute, currency, orders, gross_minor::text as gross, late_orders, late_minor::text as late
  from minute_sales
 where minute >= $1 and minute < $2 and currency = $3
 order by minute
 limit ${MOST_MINUTES}`

interface Row {
  readonly minute: Date
  readonly currency: string
  readonly orders: number
  readonly gross: string
  readonly late_orders: number
  readonly late: string
}

/** The minutes from one moment to another, oldest first; minutes without sales are absent. */
export async function readMinuteSales(
  database: Queryable,
  { from, to, currencyCode }: { readonly from: Date; readonly to: Date; readonly currencyCode: CurrencyCode },
): Promise<MinuteSales[]> {
  const { rows } = await database.query<Row>({ name: 'minuteSales', text: READ, values: [from, to, currencyCode] })
  return rows.map(({ minute, currency, orders, gross, late_orders, late }) => {
    const money = (text: string): Money => ({ amountMinor: BigInt(text), currencyCode: toCurrency(currency) })
    return { minute, orders, gross: money(gross), lateOrders: late_orders, lateGross: money(late) }
  })
}
