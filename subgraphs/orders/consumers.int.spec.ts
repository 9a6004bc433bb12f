import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { EventBus } from '@agora/event-bus/bus.ts'
import { startConsumer, type Consumer } from '@agora/event-bus/consumer.ts'
import { writeEnvelope } from '@agora/event-bus/envelope.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createRelay, type Relay } from '@agora/event-bus/relay.ts'
import type { NewEvent } from '@agora/event-store/event.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'
import { admin } from '@agora/testkit/viewers.ts'
import type { ConsumerDefinition } from '@agora/worker-kit/workerParts.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import type { OrderEvent } from '../../schema/events/orders.ts'
import { topics } from '../../schema/events/topics.ts'
import { consumersOf } from './consumers.ts'
import { consumes } from './consumes.ts'
import { fulfilmentIdOf } from './fulfilment/fulfilConfirmed.ts'
import { examples, lineIds, ways } from './testing/orderEvents.ts'
import { startOrdersStack, type OrdersStack } from './testing/ordersStack.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const store = createEventStore({ catalogue })
const actor = { correlationId: 'req-1', causationId: null, actor: 'usr_1' }

let stack: OrdersStack
let busDatabase: TestDatabase
let bus: EventBus
let relay: Relay
const consumers: Consumer[] = []
/** While true, the fulfilment of every order fails. */
let broken = false

async function consume<Event extends NewEvent>(definition: ConsumerDefinition<Event>): Promise<void> {
  consumers.push(await startConsumer({ bus, pool: stack.rows, store, logger, attempts: 2, backoff: { baseMs: 5, maxMs: 10 }, ...definition }))
}

before(async () => {
  stack = await startOrdersStack()
  busDatabase = await createTestDatabase('bus')
  bus = await openBus({ busUrl: busDatabase.appUrl, name: 'test', topics, logger })
  relay = await createRelay({ pool: stack.rows, store, bus, source: 'orders', logger })
  const { checkouts, fulfilment, deadLetters, accounts } = consumersOf(store)
  const confirmed = fulfilment.handlers['order.confirmed']
  const fragile: typeof confirmed = async (client, event, context) => {
    if (broken) throw new Error('The warehouse is on fire')
    await confirmed?.(client, event, context)
  }
  await consume(checkouts)
  await consume<OrderEvent>({ ...fulfilment, handlers: { 'order.confirmed': fragile } })
  await consume(deadLetters)
  await consume(accounts)
})
after(async () => {
  await Promise.all(consumers.map((consumer) => consumer.stop()))
  await relay.stop()
  await bus.close()
  await stack.stop()
  await busDatabase.drop()
})

async function happen(stream: string, ...events: readonly NewEvent[]): Promise<void> {
  await store.append(stack.rows, [{ stream, expectedVersion: 'any', events }], actor)
}

/** Publishes an event of the store once more. */
async function tellAgain(stream: string, version: number): Promise<void> {
  const [event] = await store.read(stack.rows, stream, { after: version - 1, upTo: version })
  if (event === undefined) throw new TypeError('There is no such event')
  const value = writeEnvelope(event, { source: 'orders', schemaVersion: store.catalogue.versionOf(event.type) })
  await bus.publish([{ topic: 'orders', key: stream, value, createdAt: event.occurredAt }])
}

const typesOf = async (stream: string): Promise<string[]> => (await store.read(stack.rows, stream)).map(({ type }) => type)

async function eventually<Answer>(ask: () => Promise<Answer>, holds: (answer: Answer) => boolean): Promise<Answer> {
  for (let left = 400; ; left -= 1) {
    const answer = await ask()
    if (holds(answer)) return answer
    if (left <= 0) throw new Error(`still ${JSON.stringify(answer)}`)
    await sleep(25)
  }
}

const created = (types: readonly string[]): number => types.filter((type) => type === 'order.fulfilmentCreated').length

test('what is declared is what is consumed', () => {
  const declared = Object.entries(consumes).map(([name, { topics: from, types }]) => [`orders-${name}`, [...from], [...types]])
  const consumed = Object.values(consumersOf(store)).map(({ group, topics: from, handlers }) => [group, [...from], Object.keys(handlers)])
  assert.deepEqual(consumed, declared)
})

test('a confirmed order is packed once, however often it is told of, and its history says why', async () => {
  const orderId = newId('Order')
  await happen(orderId, ...ways.CONFIRMED)
  await eventually(
    () => typesOf(orderId),
    (types) => created(types) === 1,
  )
  const confirmed = { ...actor, causationId: `${orderId}/4`, actor: 'orders-fulfilment' }
  const [event] = (await store.read(stack.rows, orderId)).slice(-1)
  const { lines } = examples['order.fulfilmentCreated'].data
  assert.deepEqual(event?.metadata, confirmed)
  assert.deepEqual(event?.data, { fulfilmentId: fulfilmentIdOf(orderId), lines: [...lines, { lineId: lineIds[1], quantity: 1 }] })
  // Told again, and then again after the mark of the inbox is gone: the order itself knows better.
  await tellAgain(orderId, 4)
  await stack.rows.query(`delete from inbox where consumer = 'orders-fulfilment'`)
  await tellAgain(orderId, 4)
  await happen(orderId, examples['order.paymentCaptured'], examples['order.stockCommitted'], examples['order.completed'])
  await sleep(300)
  assert.equal(created(await typesOf(orderId)), 1)
})

test('an order that was cancelled before anybody packed it is not packed', async () => {
  const orderId = newId('Order')
  await happen(orderId, ...ways.CONFIRMED, examples['order.paymentCaptured'], examples['order.stockCommitted'], examples['order.completed'])
  const cancelled = newId('Order')
  await happen(
    cancelled,
    ...ways.CONFIRMED,
    examples['order.paymentCaptured'],
    examples['order.stockCommitted'],
    examples['order.completed'],
    examples['order.cancelRequested'],
    examples['order.cancelling'],
  )
  await eventually(
    () => typesOf(orderId),
    (types) => created(types) === 1,
  )
  await sleep(200)
  assert.equal(created(await typesOf(cancelled)), 0)
})

test('one consumer failing holds up no other, and what it parked is redriven through the graph', async () => {
  broken = true
  const orderId = newId('Order')
  const userId = newId('User')
  await happen(orderId, ...ways.CONFIRMED)
  await happen(userId, { type: 'user.registered', data: { userId } })
  type Letters = { deadLetters: { nodes: { id: string; eventId: string; status: string; error: string }[] } }
  const letters = async (): Promise<Letters['deadLetters']['nodes']> => {
    const { data } = await stack.as(admin())<Letters>('{ deadLetters { nodes { id eventId status error } } }')
    return data?.deadLetters.nodes.filter(({ eventId }) => eventId === `${orderId}/4`) ?? []
  }
  const [letter] = await eventually(letters, ({ length }) => length > 0)
  assert.deepEqual([letter?.status, letter?.error], ['PARKED', 'The warehouse is on fire'])
  const account = await stack.rows.query('select active from report_accounts where user_id = $1', [userId])
  assert.deepEqual(account.rows, [{ active: true }])

  broken = false
  const next = newId('Order')
  await happen(next, ...(ways.CONFIRMED as readonly OrderEvent[]))
  await eventually(
    () => typesOf(next),
    (types) => created(types) === 1,
  )
  const asked = await stack.as(admin())('mutation ($id: ID!) { redriveDeadLetter(input: { id: $id }) { userErrors { code } } }', { id: letter?.id })
  assert.deepEqual(asked.data?.['redriveDeadLetter'], { userErrors: [] })
  await eventually(letters, ([now]) => now?.status === 'RESOLVED')
  assert.equal(created(await typesOf(orderId)), 1)
})

test('news of a payment has the checkout look at its order', async () => {
  const orderId = newId('Order')
  await stack.rows.query(`insert into checkout_processes (order_id, owner, next_at, payment_method) values ($1, null, 'infinity', 'tok_1')`, [
    orderId,
  ])
  const data = { orderId, buyer: newId('User'), amountMinor: '100', currency: 'EUR', providerReference: 'ref', methodFingerprint: null }
  await happen(newId('Payment'), { type: 'payment.authorised', data })
  const due = async (): Promise<number> =>
    (await stack.rows.query<{ wakes: number }>('select wakes from checkout_processes where order_id = $1', [orderId])).rows[0]?.wakes ?? 1
  await eventually(due, (wakes) => wakes > 0)
})
