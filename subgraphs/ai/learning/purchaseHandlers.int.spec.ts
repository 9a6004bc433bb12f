import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import type { BusEvent, EventContext } from '@agora/event-bus/handlers.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import { catalogue } from '../../../schema/events/catalogue.ts'
import type { OrderEvent } from '../../../schema/events/orders.ts'
import { catalogueHandlers } from '../catalogue/catalogueHandlers.ts'
import { purchaseHandlers } from './purchaseHandlers.ts'

type Confirmed = Extract<OrderEvent, { readonly type: 'order.confirmed' }>
type Cancelled = Extract<OrderEvent, { readonly type: 'order.cancelled' }>

const logger = createLogger({ service: 'ai', level: 'silent' })
const context: EventContext = { topic: 'orders', partition: 0, watermark: null, logger }
const store = createEventStore<RecommendationEvent>({ catalogue })
const handlers = purchaseHandlers(store, () => undefined)
let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await createTestDatabase('ai')
  pool = createPool({ url: database.appUrl, name: 'ai', logger })
})
after(async () => {
  await pool.end()
  await database.drop()
})

const happened = <Data>(stream: string, version: number, data: Data) => ({
  id: `${stream}/${version}`,
  stream,
  version,
  data,
  metadata: { correlationId: `request of ${stream}`, causationId: null, actor: 'usr_1' },
  occurredAt: new Date('2026-11-25T08:00:00.000Z'),
})

const soldTo = (buyer: string, productIds: readonly string[]): Confirmed['data'] => ({
  orderNumber: 'A-1',
  buyer,
  contactId: 'oct_1',
  currency: 'USD',
  totalMinor: '100',
  lines: productIds.map((productId) => ({ variantId: `of ${productId}`, productId, quantity: 1, totalMinor: '100' })),
})

async function confirm(buyer: string, ...productIds: readonly string[]): Promise<string> {
  const order = newId('Order')
  const event: BusEvent<Confirmed> = { type: 'order.confirmed', ...happened(order, 4, soldTo(buyer, productIds)) }
  await handlers['order.confirmed']?.(pool, event, context)
  return order
}

async function cancel(buyer: string, order: string): Promise<void> {
  const data = { code: 'BY_BUYER', reasonId: null, sold: soldTo(buyer, []) }
  const event = { type: 'order.cancelled', ...happened(order, 9, data) } as BusEvent<Cancelled>
  await handlers['order.cancelled']?.(pool, event, context)
}

async function publish(...productIds: readonly string[]): Promise<void> {
  for (const productId of productIds) {
    const product = { productId, slug: productId, name: productId, brand: 'B', categoryId: 'cat_1', variantIds: [`of ${productId}`] }
    await catalogueHandlers['product.published']?.(pool, { type: 'product.published', ...happened(productId, 1, product) }, context)
    const stock = { productId, variantId: `of ${productId}`, available: 9 }
    await catalogueHandlers['stock.changed']?.(pool, { type: 'stock.changed', ...happened(stock.variantId, 1, stock) }, context)
  }
}

const announced = (userId: string) => store.read(pool, userId)

test('a list is announced when an order changes it, with the request it came from, and not when nothing is new', async () => {
  const [tea, pot, cup] = ['prd_tea', 'prd_pot', 'prd_cup']
  await publish(tea, pot, cup)
  const [other, user] = [newId('User'), newId('User')]
  await confirm(other, tea, pot)
  const order = await confirm(user, tea)
  const first = await announced(user)
  assert.deepEqual(
    first.map(({ type, data, metadata }) => ({ type, data, metadata })),
    [
      {
        type: 'recommendation.updated',
        data: { userId: user, productIds: [pot, cup] },
        metadata: { correlationId: `request of ${order}`, causationId: `${order}/4`, actor: 'ai' },
      },
    ],
  )
  await confirm(user, tea)
  assert.equal((await announced(user)).length, 1)
})

test('a cancelled order brings the list back', async () => {
  const [desk, chair] = ['prd_desk', 'prd_chair']
  await publish(desk, chair)
  const user = newId('User')
  await confirm(newId('User'), desk, chair)
  const kept = await confirm(user, desk)
  const order = await confirm(user, chair)
  await cancel(user, order)
  const lists = (await announced(user)).map(({ data }) => data.productIds)
  assert.equal(lists.length, 3)
  assert.deepEqual(lists[2], lists[0])
  assert.notEqual(kept, order)
})

test('guests teach, and are announced nothing', async () => {
  const guest = newId('Guest')
  await confirm(guest, 'prd_lamp', 'prd_bulb')
  assert.deepEqual(await announced(guest), [])
  const { rows } = await pool.query("select buyers from product_pairs where first = 'prd_bulb' and second = 'prd_lamp'")
  assert.deepEqual(rows, [{ buyers: 1 }])
})
