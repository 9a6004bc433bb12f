import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { writeEnvelope } from '@agora/event-bus/envelope.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { topics } from '../../../schema/events/topics.ts'
import { examples, orderId, ways } from '../../../subgraphs/orders/testing/orderEvents.ts'
import { startPaymentsStack } from '../../../subgraphs/payments/testing/paymentsStack.ts'
import { addLocation, addProduct, addStock } from '../../../subgraphs/products/testing/fixtures.ts'
import { startProductsStack } from '../../../subgraphs/products/testing/productsStack.ts'
import { stockClient } from '../../../subgraphs/products/testing/stockClient.ts'
import { startCounter } from '../counter/startCounter.ts'
import type { Facts } from '../facts/facts.ts'
import { readEffects } from '../facts/readEvents.ts'
import { readOrderFacts } from '../facts/readOrders.ts'
import { readPaymentFacts, readStockFacts } from '../facts/readParticipants.ts'
import { judge } from './judge.ts'
import { orderFact, soundFacts } from './soundFacts.ts'

// Each mechanism is really taken out, and the shop's own code runs without it: the checker must see what comes of that, and nothing while it is in.

const silent = createLogger({ service: 'crash', level: 'silent' })
const cause = { correlationId: 'req_1', causationId: null, actor: 'orders' }
const undo: (() => Promise<unknown>)[] = []
after(async () => {
  for (const step of undo.toReversed()) await step()
})

async function scratch(domain: Parameters<typeof createTestDatabase>[0]): Promise<{ database: TestDatabase; owner: pg.Pool }> {
  const database = await createTestDatabase(domain)
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  undo.push(database.drop, () => owner.end())
  return { database, owner }
}

const broken = (rules: readonly string[], facts: Partial<Facts>): string[] =>
  judge({ ...soundFacts, ...facts })
    .filter(({ rule }) => rules.includes(rule))
    .map(({ about, what }) => `${about}: ${what}`)

test('without the fence two owners write the same version, and the stream is red', async () => {
  const { owner } = await scratch('orders')
  const store = createEventStore({ catalogue })
  const write = (): Promise<void> => store.append(owner, [{ stream: orderId, expectedVersion: 1, events: [examples['order.stockReserved']] }], cause)
  await store.append(owner, [{ stream: orderId, expectedVersion: 0, events: [examples['order.placed']] }], cause)
  await write()
  await assert.rejects(write(), { name: 'VersionConflict' })
  assert.deepEqual(broken(['streams'], await readOrderFacts(owner)), [])

  await owner.query('ALTER TABLE events DROP CONSTRAINT events_pkey')
  await write()
  assert.deepEqual(broken(['streams'], await readOrderFacts(owner)), [`${orderId}: its versions are 1 2 2`])
})

test('without the inbox what comes twice has its effect twice, and is red', async () => {
  const [bus, counter] = [await scratch('bus'), await scratch('orders')]
  await counter.owner.query('CREATE TABLE effects (event_id text NOT NULL)')
  const clients = await openBus({ busUrl: bus.database.appUrl, name: 'crash', topics, logger: silent })
  const pool = createPool({ url: counter.database.appUrl, name: 'counter', logger: silent })
  const consumer = await startCounter({ pool, bus: clients, logger: silent })
  undo.push(() => pool.end(), clients.close, consumer.stop)

  const tell = async (version: number): Promise<string> => {
    const id = `${orderId}/${version}`
    const event = { ...examples['order.placed'], id, stream: orderId, version, metadata: cause, occurredAt: new Date() }
    const value = writeEnvelope(event, { source: 'orders', schemaVersion: catalogue.versionOf('order.placed') })
    const message = { topic: 'orders', key: orderId, value, createdAt: event.occurredAt }
    // Each by itself, as a relay does that died between the brokers' answer and its checkpoint.
    for (let times = 0; times < 2; times += 1) {
      await clients.publish([message])
      while ((await consumer.lag()) > 0) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return id
  }
  const red = async (id: string): Promise<string[]> =>
    broken(['effects once'], { stored: [{ id, type: 'order.placed', due: true }], effects: await readEffects(counter.owner) })
  const first = await tell(1)
  assert.deepEqual(await red(first), [])

  await counter.owner.query('ALTER TABLE inbox DROP CONSTRAINT inbox_pkey')
  await counter.owner.query('TRUNCATE effects')
  const second = await tell(2)
  assert.deepEqual(await red(second), [`${second}: order.placed had its effect 2 times`])
})

test('without the tombstone of a release a late reservation holds pieces for nobody, and is red', async () => {
  const stack = await startProductsStack()
  undo.push(() => stack.stop())
  const stock = stockClient(stack.caller('orders'))
  const [variantId = ''] = (await addProduct(stack)).variantIds
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 9 })
  const orders = [orderFact(orderId, ways.CANCELLED, { alive: false })]
  assert.equal(await stock.release(orderId), 'ok')
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 4 }]), 'RELEASED')
  assert.deepEqual(broken(['stock', 'stock books'], { orders, ...(await readStockFacts(stack.rows)) }), [])

  await stack.rows.query('DELETE FROM participant_inbox WHERE key = $1', [`${orderId}:reserve`])
  assert.equal(await stock.reserve(orderId, [{ variantId, quantity: 4 }]), 'ok')
  assert.deepEqual(broken(['stock'], { orders, ...(await readStockFacts(stack.rows)) }), [`${orderId}: it is CANCELLED, but 4 pieces are still held`])
})

test('without the tombstone of a void a late authorisation holds money for nobody, and is red', async () => {
  const stack = await startPaymentsStack()
  undo.push(() => stack.stop())
  const paying = { orderId, amountMinor: '13500' }
  const orders = [orderFact(orderId, ways.CANCELLED, { alive: false })]
  assert.deepEqual(await stack.checkout.void(orderId), { ok: true })
  assert.deepEqual(await stack.checkout.authorise(paying), { state: 'DECLINED', reason: 'VOIDED' })
  assert.deepEqual(broken(['money', 'ledger'], { orders, ...(await readPaymentFacts(stack.rows)) }), [])

  await stack.rows.query('DELETE FROM participant_inbox WHERE key LIKE $1', [`${orderId}:%`])
  assert.equal(((await stack.checkout.authorise(paying)) as { state: string }).state, 'AUTHORISED')
  assert.deepEqual(broken(['money'], { orders, ...(await readPaymentFacts(stack.rows)) }), [
    `${orderId}: it is CANCELLED, but the payment is AUTHORISED`,
  ])
})
