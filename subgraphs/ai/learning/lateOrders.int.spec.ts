import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'

import fc from 'fast-check'
import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { MOST_LATER } from './history.ts'
import { learnOrder, unlearnOrder } from './learnOrder.ts'

let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await createTestDatabase('ai')
  pool = createPool({ url: database.appUrl, name: 'ai', logger: createLogger({ service: 'ai', level: 'silent' }) })
})
after(async () => {
  await pool.end()
  await database.drop()
})

/** An order as a test speaks of it: when it happened, what was in it, whether it was cancelled. */
interface Told {
  readonly minute: number
  readonly items: readonly string[]
  readonly cancelled: boolean
}

/** Something that is heard of: an order, or that it was cancelled. */
interface News {
  readonly order: number
  readonly cancel: boolean
}

const inPlace = (orders: readonly Told[]): News[] =>
  orders.flatMap(({ cancelled }, order) => [{ order, cancel: false }, ...(cancelled ? [{ order, cancel: true }] : [])])

/** A buyer with products of their own, so that what is counted is theirs alone. */
function buyerOf(orders: readonly Told[]) {
  const run = randomBytes(6).toString('hex')
  const [buyer, orderId, productOf] = [
    `buyer ${run}`,
    (nth: number) => `order ${run} ${String(nth).padStart(3, '0')}`,
    (item: string) => `${run}-${item}`,
  ]
  const hear = ({ order, cancel }: News): Promise<unknown> =>
    inTransaction<unknown>(pool, (client) => {
      if (cancel) return unlearnOrder(client, orderId(order))
      const { minute = 0, items = [] } = orders[order] ?? {}
      return learnOrder(client, { orderId: orderId(order), buyer, productIds: items.map(productOf), at: new Date(minute * 60_000) })
    })
  const rows = async (text: string, value: string) =>
    (await pool.query({ text, values: [value], rowMode: 'array' })).rows.map((row: readonly unknown[]) => row.join(' ').replaceAll(`${run}-`, ''))
  return {
    hear,
    /** Everything that is counted. */
    counted: async () => ({
      pairs: await rows(`SELECT first, second, buyers FROM product_pairs WHERE buyers > 0 AND first LIKE $1 || '-%' ORDER BY 1, 2`, run),
      bought: await rows('SELECT product_id, orders, last_at FROM purchases WHERE buyer = $1 ORDER BY 1', buyer),
      buyers: await rows(`SELECT product_id, buyers FROM products WHERE buyers > 0 AND product_id LIKE $1 || '-%' ORDER BY 1`, run),
    }),
  }
}

async function countedAfter(orders: readonly Told[], news: readonly News[]) {
  const { hear, counted } = buyerOf(orders)
  for (const one of news) await hear(one)
  return counted()
}

test('an order that is heard of after one that happened later is paired as if it had come before', async () => {
  const orders = [
    { minute: 1, items: ['tea'], cancelled: false },
    { minute: 2, items: ['pot'], cancelled: false },
    { minute: 3, items: ['tea', 'cup'], cancelled: false },
  ]
  const news = inPlace(orders)
  const expected = await countedAfter(orders, news)
  assert.deepEqual(expected.pairs, ['cup pot 1', 'pot tea 1'])
  assert.deepEqual(await countedAfter(orders, news.toReversed()), expected)
})

test('counts are the same in whatever order a buyer’s orders and cancellations come', async () => {
  const item = fc.integer({ min: 0, max: 30 }).map((nth) => `p${nth}`)
  const orders = fc.array(
    fc.record({ minute: fc.integer({ min: 0, max: 4 }), items: fc.array(item, { minLength: 1, maxLength: 12 }), cancelled: fc.boolean() }),
    {
      minLength: 2,
      maxLength: 6,
    },
  )
  const shuffled = orders.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(inPlace(told), { minLength: inPlace(told).length })))
  await fc.assert(
    fc.asyncProperty(shuffled, async ([told, news]) => {
      // A cancellation comes by the same partition as its order, and so after it.
      const met = new Set<number>()
      const heard = news.map(({ order }) => {
        const cancel = met.has(order)
        met.add(order)
        return { order, cancel }
      })
      assert.deepEqual(await countedAfter(told, heard), await countedAfter(told, inPlace(told)))
    }),
    { numRuns: 40 },
  )
})

test('orders of one buyer that two partitions bring at once are paired with each other', async () => {
  for (let time = 0; time < 5; time += 1) {
    const { hear, counted } = buyerOf([
      { minute: 1, items: ['tea'], cancelled: false },
      { minute: 2, items: ['pot'], cancelled: false },
    ])
    await Promise.all([hear({ order: 1, cancel: false }), hear({ order: 0, cancel: false })])
    assert.deepEqual((await counted()).pairs, ['pot tea 1'])
  }
})

test('an order that comes after too many later ones is noted as bought, teaches no pair, and says so', async () => {
  const orders = Array.from({ length: MOST_LATER + 2 }, (_, minute) => ({ minute, items: [`p${String(minute).padStart(2, '0')}`], cancelled: false }))
  const { hear, counted } = buyerOf(orders)
  for (const order of orders.keys()) if (order > 1) assert.equal(await hear({ order, cancel: false }), true)
  const { pairs } = await counted()
  assert.equal(await hear({ order: 1, cancel: false }), true)
  const within = await counted()
  assert.equal(within.pairs.length, pairs.length + MOST_LATER)
  assert.equal(await hear({ order: 0, cancel: false }), false)
  const beyond = await counted()
  assert.deepEqual([beyond.pairs, beyond.bought.length], [within.pairs, within.bought.length + 1])
})
