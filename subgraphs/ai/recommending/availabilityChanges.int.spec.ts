import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import type { BusEvent, EventContext, Handler } from '@agora/event-bus/handlers.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import { catalogue } from '../../../schema/events/catalogue.ts'
import type { ProductEvent } from '../../../schema/events/products.ts'
import { catalogueHandlers } from '../catalogue/catalogueHandlers.ts'
import { learnOrder } from '../learning/learnOrder.ts'
import { tellNext } from './availabilityChanges.ts'
import { refreshList } from './refreshList.ts'

const logger = createLogger({ service: 'ai', level: 'silent' })
const context: EventContext = { topic: 'stock', partition: 0, watermark: null, logger }
const store = createEventStore<RecommendationEvent>({ catalogue })
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

let version = 0

/** Takes an event of the catalogue in as the consumer does; answers its id. */
async function hear<Type extends ProductEvent['type']>(type: Type, stream: string, data: object): Promise<string> {
  version += 1
  const metadata = { correlationId: `request ${version}`, causationId: null, actor: 'usr_1' }
  const event = { type, id: `${stream}/${version}`, stream, version, data, metadata, occurredAt: new Date() } as BusEvent
  await (catalogueHandlers[type] as Handler | undefined)?.(pool, event, context)
  return event.id
}

const publish = (productId: string) =>
  hear('product.published', productId, { productId, brand: 'B', categoryId: 'cat_1', variantIds: [`of ${productId}`] })
const withdraw = (productId: string) => hear('product.withdrawn', productId, { productId })
const stock = (productId: string, available: number, variantId = `of ${productId}`) =>
  hear('stock.changed', variantId, { productId, variantId, available })

async function onSale(...names: readonly string[]): Promise<string[]> {
  const ids = names.map((name) => `prd_${name}`)
  for (const id of ids) {
    await publish(id)
    await stock(id, 9)
  }
  return ids
}

async function buy(buyer: string, ...productIds: readonly string[]): Promise<void> {
  await learnOrder(pool, { orderId: newId('Order'), buyer, productIds, at: new Date() })
  await refreshList(pool, store, { userId: buyer, metadata: { correlationId: 'c', causationId: null, actor: 'ai' } })
}

/** Tells everybody who is to be told; answers in how many pieces. */
async function tellAll(): Promise<number> {
  for (let pieces = 0; ; pieces += 1) if (!(await tellNext(pool, store))) return pieces
}

const told = async (userId: string) =>
  (await store.read(pool, userId)).map(({ data, metadata }) => ({ list: data.productIds, cause: metadata.causationId }))
const noted = async () => (await pool.query('SELECT FROM availability_changes')).rowCount

test('whose list holds a product that is sold out, withdrawn, or back is told of another list, with the event that made it so', async () => {
  const [tea = '', pot = '', cup = ''] = await onSale('tea', 'pot', 'cup')
  const user = newId('User')
  await buy(newId('Guest'), tea, pot)
  await buy(user, tea)
  assert.deepEqual((await told(user)).at(-1)?.list, [pot, cup])
  for (const [change, list] of [
    [() => stock(pot, 0), [cup]],
    [() => stock(pot, 3), [pot, cup]],
    [() => withdraw(cup), [pot]],
    [() => publish(cup), [pot, cup]],
  ] as const) {
    const cause = await change()
    assert.deepEqual([await tellAll(), (await told(user)).at(-1)], [1, { list, cause }])
  }
  assert.deepEqual([(await told(user)).length, await noted()], [5, 0])
})

test('what is back before anybody was told that it was away is no news', async () => {
  const [oil = '', wick = ''] = await onSale('oil', 'wick')
  const user = newId('User')
  await buy(newId('Guest'), oil, wick)
  await buy(user, oil)
  const before = await told(user)
  await stock(wick, 0)
  await stock(wick, 1)
  assert.deepEqual([await noted(), await tellAll(), await told(user)], [1, 1, before])
})

test('nothing is noted of pieces that come and go while there are some, nor of what is in nobody’s list', async () => {
  const [alone = ''] = await onSale('alone')
  await stock(alone, 8)
  await stock(alone, 0)
  assert.equal(await noted(), 0)
})

test('a product that can be had in another variant changes no list', async () => {
  const [ink = '', pen = ''] = await onSale('ink', 'pen')
  await stock(pen, 4, 'of prd_pen, in blue')
  const user = newId('User')
  await buy(newId('Guest'), ink, pen)
  await buy(user, ink)
  const before = await told(user)
  await stock(pen, 0)
  assert.deepEqual([await noted(), await tellAll(), await told(user)], [1, 1, before])
})

test('however many lists hold it, they are made anew some at a time, each is told once, and who dies is gone on for', async () => {
  const [mat = '', rug = ''] = await onSale('mat', 'rug')
  await buy(newId('Guest'), mat, rug)
  const users = Array.from({ length: 45 }, () => newId('User'))
  for (const user of users) await buy(user, mat)
  const before = await Promise.all(users.map(async (user) => (await told(user)).length))
  const cause = await stock(rug, 0)
  assert.equal(await tellNext(pool, store), true)
  const { rows } = await pool.query<{ after: string }>('SELECT after_user AS after FROM availability_changes')
  assert.equal(rows[0]?.after, users.toSorted()[19])
  await Promise.all([tellAll(), tellAll()])
  for (const [nth, user] of users.entries()) {
    const lists = await told(user)
    assert.deepEqual([lists.length, lists.at(-1)?.cause, lists.at(-1)?.list.includes(rug)], [(before[nth] ?? 0) + 1, cause, false])
  }
})
