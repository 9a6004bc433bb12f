import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

import { openBus } from '@agora/event-bus/openBus.ts'
import { createRelay } from '@agora/event-bus/relay.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { admin, finance, support } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { catalogue } from '../../../schema/events/catalogue.ts'
import { topics } from '../../../schema/events/topics.ts'
import { checkout, codesOf, customerWithCart, newKey, order, type OrderAnswer } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const patience = { attempts: 2, attemptsOnward: 2, firstPauseMs: 20, longestPauseMs: 40, pollMs: 60 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())

async function bought(): Promise<{ viewer: Principal; made: OrderAnswer }> {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer)
  assert.ok(made !== null)
  return { viewer, made }
}

interface Said {
  readonly cancelReason: { readonly reason: string | null } | null
  readonly refunds: readonly { readonly reason: string | null }[]
  readonly history?: { readonly nodes: readonly { readonly changes: readonly { readonly field: string; readonly after: string | null }[] }[] }
}

const SAID = 'cancelReason { reason } refunds { reason }'

/** What a viewer is told of what was said about an order. */
async function told(viewer: Principal, id: string, more = ''): Promise<Said | null> {
  const answer = await stack.as(viewer)<{ order: Said | null }>(`query ($id: ID!) { order(id: $id) { ${SAID} ${more} } }`, { id })
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data?.order ?? null
}

/** What staff read in the history of an order: each thing that was said, where it first stood. */
async function wordsInHistory(id: string): Promise<string[]> {
  const said = await told(support(), id, 'history(first: 100) { nodes { changes { field after } } }')
  const changes = said?.history?.nodes.flatMap((entry) => entry.changes) ?? []
  return changes.filter(({ field }) => /reason/i.test(field)).map(({ field, after: words }) => `${field}: ${words}`)
}

const refundOf = (made: OrderAnswer, reason: string, idempotencyKey = newKey()) =>
  order(stack, finance(), ['refundOrder', { orderId: made.id, amountMinor: '1', reason, idempotencyKey }])

test('what a buyer and staff say about an order is read by both, and stands in no event and in no message of the bus', async () => {
  const { viewer, made } = await bought()
  const words = ['Ada called, she broke her arm', 'Mr. Lovelace died']
  assert.deepEqual((await refundOf(made, words[0] ?? '')).userErrors, [])
  const orderId = made.id
  const { userErrors } = await order(stack, viewer, ['cancelOrder', { orderId, reason: words[1], idempotencyKey: newKey() }])
  assert.deepEqual(userErrors, [])
  const said = { cancelReason: { reason: words[1] }, refunds: [{ reason: words[0] }] }
  for (const reader of [viewer, support(), finance()]) assert.deepEqual(await told(reader, orderId), said)
  assert.deepEqual(await wordsInHistory(orderId), [`refunds.0.reason: ${words[0]}`, `cancellation.reason: ${words[1]}`])

  const messages = await everyMessage()
  const { rows } = await stack.rows.query<{ row: string }>('select e::text as row from events e')
  assert.ok(messages.some((text) => text.includes(orderId) && text.includes('order.cancelled')))
  for (const text of [...rows.map(({ row }) => row), ...messages]) assert.ok(!/broke her arm|Lovelace/.test(text), text)
})

/** Has all events told on a bus, and answers its rows. */
async function everyMessage(): Promise<string[]> {
  const database = await createTestDatabase('bus')
  const busRows = new pg.Pool({ connectionString: database.ownerUrl, max: 1 })
  const bus = await openBus({ busUrl: database.appUrl, name: 'test', topics, logger })
  const relay = await createRelay({ pool: stack.rows, store: createEventStore({ catalogue }), bus, source: 'orders', logger })
  try {
    const counted = async (text: string): Promise<number> => (await stack.rows.query<{ count: number }>(text)).rows[0]?.count ?? 0
    const events = await counted('select count(*)::int as count from events')
    for (let left = 200; left > 0; left -= 1) {
      const { rows: messages } = await busRows.query<{ row: string }>('select m::text as row from messages m')
      if (messages.length >= events) return messages.map(({ row }) => row)
      await sleep(25)
    }
    throw new Error('Not every event came to the bus')
  } finally {
    await relay.stop()
    await bus.close()
    await busRows.end()
    await database.drop()
  }
}

test('a link of a mail opens the order without what was said about it', async () => {
  const { viewer, made } = await bought()
  await order(stack, viewer, ['cancelOrder', { orderId: made.id, reason: 'For Ada', idempotencyKey: newKey() }])
  const document = `query ($token: String!) { orderByViewToken(token: $token) { ${SAID} cancelReason { code } } }`
  const answer = await stack.as(stack.newGuest())<{ orderByViewToken: unknown }>(document, { token: stack.viewTokens.sign(made.id) })
  assert.deepEqual(answer.data?.orderByViewToken, { cancelReason: { reason: null, code: 'CUSTOMER' }, refunds: [] })
})

test('a key that was used with other words is refused, and with the same words keeps them once', async () => {
  const { viewer, made } = await bought()
  const key = newKey()
  assert.deepEqual((await refundOf(made, 'Broken', key)).userErrors, [])
  assert.deepEqual((await refundOf(made, 'Broken', key)).userErrors, [])
  const cancel = { orderId: made.id, reason: 'Too late', idempotencyKey: key }
  assert.deepEqual((await order(stack, viewer, ['cancelOrder', cancel])).userErrors, [])
  const before = await stack.snapshot()
  assert.deepEqual(codesOf(await refundOf(made, 'Lost', key)), ['IDEMPOTENCY_KEY_REUSED'])
  assert.deepEqual(codesOf(await order(stack, viewer, ['cancelOrder', { ...cancel, reason: 'Too dear' }])), ['IDEMPOTENCY_KEY_REUSED'])
  assert.equal(await stack.snapshot(), before)
  const { rows } = await stack.rows.query<{ text: string }>('select text from order_reasons where order_id = $1 order by id', [made.id])
  assert.deepEqual(rows, [{ text: 'Broken' }, { text: 'Too late' }])
})

test('a refused change keeps none of its words', async () => {
  const { viewer, made } = await bought()
  const orderId = made.id
  await order(stack, viewer, ['cancelOrder', { orderId, idempotencyKey: newKey() }])
  const again = await order(stack, viewer, ['cancelOrder', { orderId, reason: 'Again', idempotencyKey: newKey() }])
  assert.deepEqual([codesOf(again), codesOf(await refundOf(made, 'Broken'))], [['ALREADY_CANCELLED'], ['NOT_REFUNDABLE']])
  assert.deepEqual(codesOf(await order(stack, admin(), ['cancelSaga', { orderId, reason: 'Stuck', idempotencyKey: newKey() }])), ['NOT_CANCELLABLE'])
  assert.equal((await stack.rows.query('select from order_reasons where order_id = $1', [orderId])).rowCount, 0)
})

test('once what was said is erased the order tells the rest', async () => {
  const { viewer, made } = await bought()
  await order(stack, viewer, ['cancelOrder', { orderId: made.id, reason: 'For Ada', idempotencyKey: newKey() }])
  await stack.rows.query('delete from order_reasons where order_id = $1', [made.id])
  assert.deepEqual(await told(viewer, made.id), { cancelReason: { reason: null }, refunds: [] })
  assert.deepEqual(await wordsInHistory(made.id), [])
})

/** The last statement of the migration, which brings along what was said before. */
async function bringAlong(): Promise<void> {
  const file = new URL('../../../prisma/orders/migrations/20261125045326_spoken_reasons/migration.sql', import.meta.url)
  await stack.rows.query((await readFile(file, 'utf8')).split(/^(?=INSERT)/m).at(-1) ?? '')
}

test('an order with events of version 1, which hold the words, is read as it was, with the words', async () => {
  const { viewer, made } = await bought()
  const append = `
insert into events (stream, version, type, schema_version, data, metadata)
select stream, max(version) + 1, $2, 1, $3::jsonb, '{"correlationId":"c","causationId":null,"actor":"a"}' from events where stream = $1 group by stream`
  const refund = { refundId: 'rfd_1', amountMinor: '1', reason: 'Früher gesagt', restock: false, lines: [] }
  for (const [type, data] of [
    ['order.refundRequested', refund],
    ['order.refundFailed', { refundId: 'rfd_1', code: 'PROVIDER_REFUSED' }],
    ['order.cancelRequested', { code: 'CUSTOMER', reason: 'Anders überlegt' }],
    ['order.cancelling', { code: 'CUSTOMER', reason: 'Anders überlegt', undo: [] }],
  ] as const)
    await stack.rows.query(append, [made.id, type, JSON.stringify(data)])
  await bringAlong()
  assert.deepEqual(await told(viewer, made.id), { cancelReason: { reason: 'Anders überlegt' }, refunds: [{ reason: 'Früher gesagt' }] })
  assert.deepEqual(await wordsInHistory(made.id), ['refunds.0.reason: Früher gesagt', 'cancellation.reason: Anders überlegt'])
})
