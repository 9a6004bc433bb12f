import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createProjector, type Projector } from '@agora/event-store/projector.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { admin, support } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { orderStatus } from '../fulfilment/orderStatus.ts'
import { foldOrder } from '../order/evolve.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'
import { allFates, historyOf, type OrderPlan } from '../testing/randomOrders.ts'
import { projectionNames, projectionsOf } from './projections.ts'

let stack: OrdersStack
let projector: Projector
const time = { now: new Date(0) }
const store = createEventStore({ catalogue, clock: () => time.now })
const actor = { correlationId: 'req', causationId: null, actor: 'test' }
const plans: OrderPlan[] = Array.from({ length: 35 }, (_, nth) => ({
  orderId: newId('Order'),
  buyer: newId('User'),
  currency: 'EUR',
  unitPriceMinor: BigInt(100 + nth),
  quantity: 2,
  productId: newId('Product'),
  placedAt: new Date(Date.UTC(2026, 9, 1, nth)),
  fate: allFates[nth % allFates.length] ?? 'PENDING',
}))
const happened = plans.flatMap(historyOf).toSorted((a, b) => a.at.getTime() - b.at.getTime())

before(async () => {
  stack = await startOrdersStack()
  projector = createProjector({
    pool: stack.rows,
    store,
    projections: projectionsOf(store),
    logger: createLogger({ service: 'test', level: 'silent' }),
    batch: 7,
  })
  await projector.start()
  for (const { stream, event, at } of happened) {
    time.now = at
    await store.append(stack.rows, [{ stream, expectedVersion: 'any', events: [event] }], actor)
  }
  await projector.caughtUp()
})
after(async () => {
  await projector.stop()
  await stack.stop()
})

const tables = ['order_summaries', 'customer_spend', 'daily_revenue', 'daily_product_sales', 'daily_funnel']

/** Every row that is read now, without the number of its building. */
async function everything(): Promise<string[]> {
  const found = await Promise.all(
    tables.map(async (table) => {
      const owner = projectionsOf(store).find((projection) => projection.tables.includes(table))?.name
      const { rows } = await stack.rows.query<{ row: string }>(
        `select (to_jsonb(t) - 'generation')::text as row from ${table} t
          where generation = (select generation from event_projections where name = $1) order by 1`,
        [owner],
      )
      return rows.map(({ row }) => `${table} ${row}`)
    }),
  )
  return found.flat()
}

interface Status {
  readonly name: string
  readonly state: string
  readonly lagEvents: number
}

test('a row of the list says what the events of its order say', async () => {
  const { rows } = await stack.rows.query<{ order_id: string; status: string; refunded_minor: string }>(
    'select order_id, status, refunded_minor from order_summaries',
  )
  assert.equal(rows.length, plans.length)
  for (const { orderId } of plans) {
    const order = foldOrder(
      orderId,
      happened.filter(({ stream }) => stream === orderId).map(({ event }) => event),
    )
    assert.equal(rows.find((row) => row.order_id === orderId)?.status, order.phase === 'NONE' ? undefined : orderStatus(order))
  }
})

test('built anew from the first event, every table has the same rows, and the rows of before are read meanwhile', async () => {
  const rows = await everything()
  assert.ok(rows.length > plans.length * 2)
  for (const name of projectionNames) {
    const document = 'mutation ($name: String!) { rebuildProjection(input: { name: $name }) { projection { name } userErrors { code } } }'
    const { data } = await stack.as(admin())(document, { name })
    assert.deepEqual(data?.['rebuildProjection'], { projection: { name }, userErrors: [] })
    assert.deepEqual(await everything(), rows)
  }
  await projector.caughtUp()
  const { rows: generations } = await stack.rows.query('select generation from event_projections order by name')
  assert.deepEqual(generations, [{ generation: 2 }, { generation: 2 }, { generation: 2 }])
  assert.deepEqual(await everything(), rows)
})

test('how far each has come is told to whoever looks after them, and a name that is none is refused', async () => {
  const { data } = await stack.as(admin())<{ projections: Status[] }>('{ projections { name state lagEvents error } }')
  const caughtUp = { state: 'RUNNING', lagEvents: 0, error: null }
  assert.deepEqual(
    data?.projections,
    [...projectionNames].sort().map((name) => ({ name, ...caughtUp })),
  )
  const refused = await stack.as(admin())('mutation { rebuildProjection(input: { name: "carts" }) { projection { name } userErrors { code } } }')
  assert.deepEqual(refused.data?.['rebuildProjection'], { projection: null, userErrors: [{ code: 'NOT_FOUND' }] })
  const denied = await stack.as(support())('mutation { rebuildProjection(input: { name: "order_books" }) { userErrors { code } } }')
  assert.equal(denied.errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
})
