import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createProjector, type Projector } from '@agora/event-store/projector.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { admin, finance, support } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { projectionsOf } from '../projections/projections.ts'
import { examples } from '../testing/orderEvents.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'
import { allFates, historyOf, type Dated, type OrderPlan } from '../testing/randomOrders.ts'
import { noteAccount } from './accounts.ts'
import { countSale } from './minuteSales.ts'

let stack: OrdersStack
let history: Dated[]
let projector: Projector
const soldExample = examples['order.confirmed']
const logger = createLogger({ service: 'test', level: 'silent' })
const actor = { correlationId: 'req', causationId: null, actor: 'test' }
const users: string[] = Array.from({ length: 12 }, () => newId('User'))
const strangers: string[] = [newId('User'), newId('Guest')]
const products = Array.from({ length: 5 }, () => newId('Product'))
const day = (nth: number): Date => new Date(Date.UTC(2026, 9, 1 + nth, 20))

/** Always the same plans; every fate comes up, orders of a day end on the next. */
const plans: OrderPlan[] = Array.from({ length: 140 }, (_, nth) => ({
  orderId: newId('Order'),
  // The last three users buy nothing; somebody unknown and a guest do.
  buyer: [...users.slice(0, 9), ...strangers][(nth * 7) % 11] ?? '',
  currency: (['USD', 'EUR', 'EUR', 'CNY'] as const)[nth % 4] ?? 'USD',
  unitPriceMinor: BigInt(100 + ((nth * 997) % 5000)),
  quantity: 1 + (nth % 5),
  productId: products[(nth * 3) % 5] ?? '',
  placedAt: day(nth % 20),
  fate: allFates[nth % allFates.length] ?? 'PENDING',
}))

before(async () => {
  stack = await startOrdersStack()
  history = plans.flatMap(historyOf)
  const time = { now: new Date(0) }
  const store = createEventStore({ catalogue, clock: () => time.now })
  for (const { stream, event, at } of history) {
    time.now = at
    await store.append(stack.rows, [{ stream, expectedVersion: 'any', events: [event] }], actor)
  }
  for (const [nth, owner] of users.entries()) {
    time.now = day(nth)
    const changed = { type: 'cart.changed', data: { cartId: `crt_${nth}`, owner, cartVersion: 1, variantIds: [] } }
    await store.append(stack.rows, [{ stream: `crt_${nth}`, expectedVersion: 0, events: [changed, changed] }], actor)
    await noteAccount(stack.rows, { type: 'user.registered', stream: owner, occurredAt: day(nth) })
  }
  projector = createProjector({
    pool: stack.rows,
    store,
    projections: projectionsOf(store),
    logger,
    batch: 100,
  })
  await projector.start()
  await projector.caughtUp()
})
after(async () => {
  await projector.stop()
  await stack.stop()
})

interface Entry {
  orders: number
  gross: bigint
  refunded: bigint
}

/** The books, as somebody would write them down who has seen every event. */
function naive(currency: string, from: string, to: string): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const plan of plans.filter((each) => each.currency === currency)) {
    const total = plan.unitPriceMinor * BigInt(plan.quantity)
    const of = (type: string): Dated | undefined => history.find(({ stream, event }) => stream === plan.orderId && event.type === type)
    const on = (dated: Dated | undefined): boolean => {
      const date = dated?.at.toISOString().slice(0, 10) ?? ''
      return date >= from && date <= to
    }
    const entry = entries.get(plan.buyer) ?? { orders: 0, gross: 0n, refunded: 0n }
    if (on(of('order.confirmed'))) entry.orders += 1
    if (on(of('order.confirmed'))) entry.gross += total
    const part = of('order.refunded') === undefined ? 0n : total / 3n
    if (on(of('order.refunded'))) entry.refunded += part
    if (of('order.confirmed') !== undefined && on(of('order.cancelled'))) entry.refunded += total - part
    entries.set(plan.buyer, entry)
  }
  return entries
}

interface SpendRow {
  readonly user: { readonly id: string }
  readonly active: boolean
  readonly orders: number
  readonly gross: { readonly amountMinor: string }
  readonly refunded: { readonly amountMinor: string }
  readonly net: { readonly amountMinor: string }
}

async function spend(given: string, first = 4): Promise<SpendRow[]> {
  const found: SpendRow[] = []
  let after: string | null = null
  do {
    const amounts = 'orders gross { amountMinor } refunded { amountMinor } net { amountMinor }'
    const document = `query ($after: String) { customerSpend(${given}, first: ${first}, after: $after) { nodes { user { id } active ${amounts} } pageInfo { endCursor hasNextPage } totalCount } }`
    type Page = { customerSpend: { nodes: SpendRow[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } } }
    const answer: { data?: Page | null; errors?: unknown } = await stack.as(finance())<Page>(document, { after })
    if (answer.data == null) throw new Error(JSON.stringify(answer.errors))
    const { nodes, pageInfo, totalCount } = answer.data.customerSpend
    found.push(...nodes)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    if (after === null) assert.equal(totalCount, found.length)
  } while (after !== null)
  return found
}

const periods = [
  ['EUR', '2026-10-01', '2026-10-31'],
  ['EUR', '2026-10-03', '2026-10-04'],
  ['USD', '2026-10-10', '2026-10-20'],
  ['CNY', '2025-01-01', '2025-12-31'],
] as const

test('what customers spent is what plain JavaScript counts, in every period, with those who bought nothing', async () => {
  for (const [currency, from, to] of periods) {
    const books = naive(currency, from, to)
    const expected = [...users, ...strangers.filter((buyer) => buyer.startsWith('usr_'))]
      .filter((user) => users.includes(user) || plans.some((plan) => plan.buyer === user))
      .map((user) => ({ user, ...(books.get(user) ?? { orders: 0, gross: 0n, refunded: 0n }) }))
      .toSorted((a, b) => Number(b.gross - b.refunded - (a.gross - a.refunded)) || (a.user < b.user ? -1 : 1))
    const listed = (await spend(`currencyCode: ${currency}, from: "${from}", to: "${to}"`)).map(({ user, orders, gross, refunded, net }) => {
      assert.equal(BigInt(net.amountMinor), BigInt(gross.amountMinor) - BigInt(refunded.amountMinor))
      return { user: user.id, orders, gross: BigInt(gross.amountMinor), refunded: BigInt(refunded.amountMinor) }
    })
    // Somebody unknown is listed for what was bought in the period, not for having been there.
    const unknown = strangers[0] ?? ''
    const bought = listed.some(({ user }) => user === unknown)
    assert.deepEqual(listed, bought ? expected : expected.filter(({ user }) => user !== unknown))
  }
})

test('revenue by day is what plain JavaScript counts', async () => {
  const from = '2026-10-01'
  const to = '2026-10-31'
  type Answer = { revenue: { day: string; orders: number; gross: { amountMinor: string }; refunded: { amountMinor: string } }[] }
  const { data } = await stack.as(finance())<Answer>(
    `{ revenue(from: "${from}", to: "${to}", currencyCode: EUR) { day orders gross { amountMinor } refunded { amountMinor } } }`,
  )
  const days = Array.from({ length: 31 }, (_, nth) => new Date(Date.UTC(2026, 9, 1 + nth)).toISOString().slice(0, 10))
  const expected = days.flatMap((date) => {
    const all = [...naive('EUR', date, date).values()]
    const sum = (of: (entry: Entry) => bigint): string => all.reduce((total, entry) => total + of(entry), 0n).toString()
    const row = {
      day: date,
      orders: all.reduce((total, { orders }) => total + orders, 0),
      gross: { amountMinor: sum(({ gross }) => gross) },
      refunded: { amountMinor: sum(({ refunded }) => refunded) },
    }
    return row.orders === 0 && row.refunded.amountMinor === '0' ? [] : [row]
  })
  assert.deepEqual(data?.revenue, expected)
})

test('the top products are what plain JavaScript counts, cancelled orders taken out', async () => {
  const sold = plans.filter(({ currency, fate }) => currency === 'EUR' && ['CONFIRMED', 'COMPLETED', 'REFUNDED_IN_PART'].includes(fate))
  const expected = products
    .map((productId) => {
      const of = sold.filter((plan) => plan.productId === productId)
      const revenue = of.reduce((total, { unitPriceMinor, quantity }) => total + unitPriceMinor * BigInt(quantity), 0n)
      return { productId, pieces: of.reduce((total, { quantity }) => total + quantity, 0), revenue: { amountMinor: revenue.toString() } }
    })
    .filter(({ pieces }) => pieces > 0)
    .toSorted((a, b) => Number(BigInt(b.revenue.amountMinor) - BigInt(a.revenue.amountMinor)))
    .slice(0, 3)
  const { data } = await stack.as(finance())(
    '{ topProducts(currencyCode: EUR, from: "2026-10-01", to: "2026-11-30", first: 3) { productId pieces revenue { amountMinor } } }',
  )
  assert.deepEqual(data?.['topProducts'], expected)
})

test('conversion counts carts when they begin and orders when they are placed and confirmed', async () => {
  const { data } = await stack.as(finance())(
    '{ conversion(from: "2026-10-01", to: "2026-11-30") { cartsStarted ordersPlaced ordersConfirmed rate } }',
  )
  const confirmed = plans.filter(({ fate }) => fate !== 'PENDING' && fate !== 'DECLINED').length
  assert.deepEqual(data?.['conversion'], { cartsStarted: 12, ordersPlaced: 140, ordersConfirmed: confirmed, rate: confirmed / 12 })
  const none = await stack.as(finance())('{ conversion(from: "2020-01-01", to: "2020-01-01") { cartsStarted rate } }')
  assert.deepEqual(none.data?.['conversion'], { cartsStarted: 0, rate: null })
})

test('old news of an account changes nothing, new ones do', async () => {
  const user = users[11] ?? ''
  const tell = (type: string, nth: number): Promise<void> => noteAccount(stack.rows, { type, stream: user, occurredAt: day(nth) })
  const active = async (): Promise<boolean | undefined> =>
    (await spend('currencyCode: EUR, from: "2026-10-01", to: "2026-10-31"', 100)).find(({ user: { id } }) => id === user)?.active
  await tell('user.deactivated', 40)
  assert.equal(await active(), false)
  await tell('user.reactivated', 39)
  assert.equal(await active(), false)
  await tell('user.reactivated', 41)
  assert.equal(await active(), true)
})

test('sales are counted by the minute in which orders were confirmed, and apart when the minute was closed', async () => {
  const base = Date.UTC(2026, 10, 25, 12)
  const { data } = soldExample
  const tell = (second: number, watermark: number | null): Promise<void> => {
    const occurredAt = new Date(base + second * 1000)
    const event = { ...soldExample, id: `ord_${second}/4`, stream: `ord_${second}`, version: 4, metadata: actor, occurredAt }
    const seen = watermark === null ? null : new Date(base + watermark * 1000)
    return countSale(stack.rows, event, { topic: 'orders', partition: 0, watermark: seen, logger })
  }
  await tell(1, null)
  await tell(59, 1)
  await tell(61, 59)
  // The first minute is closed two minutes after its end.
  await tell(30, 179)
  await tell(31, 180)
  const selection = 'minute orders gross { amountMinor } lateOrders lateGross { amountMinor }'
  const { data: answered } = await stack.as(finance())(
    `{ salesPerMinute(currencyCode: ${data.currency}, from: "2026-11-25T12:00:00Z", to: "2026-11-25T12:02:00Z") { ${selection} } }`,
  )
  const money = (times: bigint) => ({ amountMinor: (BigInt(data.totalMinor) * times).toString() })
  assert.deepEqual(answered?.['salesPerMinute'], [
    { minute: '2026-11-25T12:00:00.000Z', orders: 3, gross: money(3n), lateOrders: 1, lateGross: money(1n) },
    { minute: '2026-11-25T12:01:00.000Z', orders: 1, gross: money(1n), lateOrders: 0, lateGross: money(0n) },
  ])
  const long = await stack.as(finance())('{ salesPerMinute(currencyCode: EUR, from: "2026-11-25T12:00:00Z", to: "2026-11-26T12:00:01Z") { orders } }')
  assert.equal(long.errors?.[0]?.extensions?.['code'], 'BAD_USER_INPUT')
})

test('a period that is none or too long is refused, and so is everybody but finance and administrators', async () => {
  for (const given of ['from: "2026-10-02", to: "2026-10-01"', 'from: "2020-01-01", to: "2026-10-01"', 'from: "October", to: "2026-10-01"']) {
    const answer = await stack.as(admin())(`{ conversion(${given}) { rate } }`)
    assert.equal(answer.errors?.[0]?.extensions?.['code'], 'BAD_USER_INPUT')
  }
  const denied = await stack.as(support())('{ conversion(from: "2026-10-01", to: "2026-10-01") { rate } }')
  assert.equal(denied.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
})
