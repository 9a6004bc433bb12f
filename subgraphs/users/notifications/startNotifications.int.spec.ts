import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { startConsumer } from '@agora/event-bus/consumer.ts'
import { writeEnvelope } from '@agora/event-bus/envelope.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { startMailServer, type MailServer } from '../testing/mailServer.ts'
import { startOrdersDesk, type OrdersDesk } from '../testing/ordersDesk.ts'
import { createSmtpChannel } from './channels/smtpChannel.ts'
import { startNotifications, type Notifications } from './startNotifications.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const cause = { correlationId: 'req-of-the-buyer', causationId: null, actor: 'orders' }
const sold = { orderNumber: 'A-1001', buyer: 'gst_1', contactId: 'oct_1', currency: 'EUR', totalMinor: '4250' } as const
const lines = [{ variantId: 'var_1', productId: 'prd_1', quantity: 2, totalMinor: '4250' }]

let databases: readonly TestDatabase[]
let pool: ReturnType<typeof createPool>
let bus: EventBus
let server: MailServer
let desk: OrdersDesk
let notifications: Notifications
before(async () => {
  databases = await Promise.all([createTestDatabase('users'), createTestDatabase('bus')])
  server = await startMailServer()
  desk = await startOrdersDesk()
  pool = createPool({ url: databases[0]?.appUrl ?? '', name: 'users', logger })
  bus = await openBus({ busUrl: databases[1]?.appUrl, name: 'test', topics: ['orders', 'payments', 'dead-letters'], logger })
  notifications = await start()
})
after(async () => {
  await notifications.stop()
  await bus.close()
  await pool.end()
  await Promise.all([server.stop(), desk.stop(), ...databases.map((database) => database.drop())])
})

function start(): Promise<Notifications> {
  const shared = { bus, pool, store: createEventStore({ catalogue }), logger, sessionTimeoutMs: 1500, backoff: { baseMs: 5, maxMs: 20 } }
  return startNotifications({
    pool,
    logger,
    metrics: createMetrics('test'),
    consume: (definition) => startConsumer({ ...shared, ...definition }),
    channels: { EMAIL: createSmtpChannel({ url: server.url, from: 'shop@agora.example' }) },
    contacts: desk.ask,
    handlings: { EMAIL: 'QUEUED', SMS: 'NOT_CONFIGURED', PUSH: 'NOT_CONFIGURED' },
    clock: () => new Date(),
  })
}

/** Publishes as the relay of a domain would. */
async function publish(source: 'orders' | 'payments', stream: string, { type, data, version }: { type: string; data: unknown; version: number }) {
  catalogue.check(type, data)
  const event = { id: `${stream}/${version}`, stream, version, type, data, metadata: cause, occurredAt: new Date() }
  const value = writeEnvelope(event, { source, schemaVersion: catalogue.versionOf(type) })
  await bus.publish([{ topic: source, key: stream, value, createdAt: event.occurredAt }])
}
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`still not so: ${holds}`)
    await sleep(20)
  }
}
const rowsOf = async (orderId: string) =>
  (await pool.query('SELECT template, status, correlation_id FROM notifications WHERE order_id = $1 ORDER BY template', [orderId])).rows as {
    status: string
  }[]
const settled = (orderId: string, count: number): Promise<void> =>
  eventually(async () => (await rowsOf(orderId)).filter(({ status }) => status === 'SENT').length === count)

test('what the bus tells of an order reaches the mailbox of its contact once, although it comes twice, with the request it began with', async () => {
  desk.contacts.set('ord_1', { email: 'guest@example.com', name: 'Gast', locale: 'de', viewToken: 'view.token' })
  const confirmed = { type: 'order.confirmed', data: { ...sold, lines }, version: 5 }
  await publish('orders', 'ord_1', { type: 'order.stockReserved', data: {}, version: 2 })
  await publish('orders', 'ord_1', confirmed)
  await publish('orders', 'ord_1', confirmed)
  const refunded = { refundId: 'rfd_1', amountMinor: '1000', currency: 'EUR', buyer: 'gst_1', contactId: 'oct_1', orderNumber: 'A-1001' }
  await publish('orders', 'ord_1', { type: 'order.refunded', data: refunded, version: 9 })
  await settled('ord_1', 2)
  assert.deepEqual(await rowsOf('ord_1'), [
    { template: 'order-confirmed', status: 'SENT', correlation_id: 'req-of-the-buyer' },
    { template: 'order-refunded', status: 'SENT', correlation_id: 'req-of-the-buyer' },
  ])
  const mail = server.received.find(({ raw }) => raw.includes('A-1001'))
  assert.deepEqual(mail?.to, ['guest@example.com'])
  assert.match(mail.headers, /^X-Correlation-ID: req-of-the-buyer$/im)
})

test('an unhappy order is told of its decline, and not again of the cancellation that follows', async () => {
  desk.contacts.set('ord_2', { email: 'declined@example.com', name: 'Ann', locale: 'en', viewToken: 'view.token' })
  const declined = { orderId: 'ord_2', buyer: 'gst_1', amountMinor: '4250', currency: 'EUR', code: 'CARD_DECLINED', methodFingerprint: null }
  await publish('payments', 'pay_2', { type: 'payment.declined', data: declined, version: 2 })
  await publish('orders', 'ord_2', { type: 'order.cancelled', data: { code: 'CARD_DECLINED', reasonId: null, sold: { ...sold, lines } }, version: 4 })
  await eventually(async () => (await notifications.lag()) === 0)
  await settled('ord_2', 1)
  assert.deepEqual(await rowsOf('ord_2'), [{ template: 'payment-declined', status: 'SENT', correlation_id: 'req-of-the-buyer' }])
})

test('goes on where it was after a stop', async () => {
  await notifications.stop()
  desk.contacts.set('ord_3', { email: 'later@example.com', name: 'Ann', locale: 'en', viewToken: 'view.token' })
  await publish('orders', 'ord_3', { type: 'order.confirmed', data: { ...sold, lines }, version: 5 })
  notifications = await start()
  await settled('ord_3', 1)
  assert.deepEqual(server.received.at(-1)?.to, ['later@example.com'])
  assert.equal((await pool.query('SELECT FROM notifications')).rowCount, 4)
})

test('an event that cannot be told is parked, and what is behind it is told', async () => {
  const broken = { type: 'order.confirmed', data: { ...sold, lines, orderNumber: null }, version: 5 }
  const event = { id: 'ord_4/5', stream: 'ord_4', ...broken, metadata: cause, occurredAt: new Date() }
  await bus.publish([
    { topic: 'orders', key: 'ord_4', value: writeEnvelope(event, { source: 'orders', schemaVersion: 1 }), createdAt: event.occurredAt },
  ])
  desk.contacts.set('ord_5', { email: 'behind@example.com', name: 'Ann', locale: 'en', viewToken: 'view.token' })
  await publish('orders', 'ord_5', { type: 'order.confirmed', data: { ...sold, lines }, version: 5 })
  await settled('ord_5', 1)
  const { rows } = await pool.query(`SELECT data->>'eventId' AS event, data->>'consumer' AS consumer FROM events WHERE type = 'deadLetter.parked'`)
  assert.deepEqual(rows, [{ event: 'ord_4/5', consumer: 'notifications' }])
  assert.deepEqual(await rowsOf('ord_4'), [])
})
