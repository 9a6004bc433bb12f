import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { newId } from '@agora/ids/typeId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { admin, finance, support } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { checkout, codesOf, customerWithCart, eventsOf, newKey, order, readOrder, type OrderAnswer } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const patience = { attempts: 2, attemptsOnward: 2, firstPauseMs: 20, longestPauseMs: 40, pollMs: 60 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())
beforeEach(() => stack.participants.heal())

async function bought(change: Readonly<Record<string, unknown>> = {}): Promise<{ viewer: Principal; made: OrderAnswer }> {
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(stack, viewer, change)
  assert.ok(made !== null)
  return { viewer, made }
}

async function until(viewer: Principal, id: string, holds: (found: OrderAnswer) => boolean): Promise<OrderAnswer> {
  for (let left = 300; left > 0; left -= 1) {
    const found = await readOrder(stack, viewer, id)
    if (found !== null && holds(found)) return found
    await sleep(20)
  }
  throw new Error(`it never came to that: ${(await eventsOf(stack, id)).join()}`)
}

const cancelled = (viewer: Principal, orderId: string, idempotencyKey = newKey()) =>
  order(stack, viewer, ['cancelOrder', { orderId, reason: 'Changed my mind', idempotencyKey }])

test('a completed order that is cancelled is refunded and put back, once, by its buyer or by staff', async () => {
  for (const who of ['buyer', 'staff'] as const) {
    const { viewer, made } = await bought()
    const key = newKey()
    const by = who === 'buyer' ? viewer : support()
    const answer = await cancelled(by, made.id, key)
    assert.deepEqual(
      [answer.userErrors, answer.order?.phase, answer.order?.cancelReason],
      [[], 'CANCELLED', { code: who === 'buyer' ? 'CUSTOMER' : 'STAFF', reason: 'Changed my mind' }],
    )
    assert.deepEqual((await eventsOf(stack, made.id)).slice(7), ['cancelRequested', 'cancelling', 'paymentReturned', 'stockReturned', 'cancelled'])
    assert.deepEqual([stack.participants.moneyOf(made.id), stack.participants.stockOf(made.id)], ['REFUNDED', 'RESTOCKED'])
    assert.deepEqual((await cancelled(by, made.id, key)).userErrors, [], 'the same key is the same cancellation')
    assert.deepEqual(codesOf(await cancelled(by, made.id)), ['ALREADY_CANCELLED'])
    assert.equal((await eventsOf(stack, made.id)).length, 12)
  }
})

test('strangers, and staff without the right, cancel nothing and are told of nothing', async () => {
  const { made } = await bought()
  const before = await stack.snapshot()
  for (const viewer of [stack.newCustomer(), stack.newGuest(), finance()]) {
    const answer = await cancelled(viewer, made.id)
    assert.deepEqual([answer.order, codesOf(answer)], [null, ['ORDER_NOT_FOUND']])
  }
  assert.deepEqual(codesOf(await cancelled(support(), newId('Order'))), ['ORDER_NOT_FOUND'])
  assert.equal(await stack.snapshot(), before)
})

test('an order that waits for its payment is cancelled at once, with everything that may have been held', async () => {
  const { viewer, made } = await bought({ paymentMethod: 'pm_action' })
  const answer = await cancelled(viewer, made.id)
  assert.equal(answer.order?.phase, 'CANCELLED')
  assert.deepEqual([stack.participants.moneyOf(made.id), stack.participants.stockOf(made.id)], ['VOIDED', 'RELEASED'])
})

test('an order that is cancelled between confirmation and completion is completed first, then taken back', async () => {
  const viewer = await customerWithCart(stack)
  stack.participants.script('capture', { afterMs: 250 }, 1)
  const running = checkout(stack, viewer)
  let id = ''
  for (let left = 200; left > 0 && id === ''; left -= 1) {
    const { rows } = await stack.rows.query<{ stream: string }>(
      `select e.stream from events e join events p on p.stream = e.stream and p.version = 1 where e.type = 'order.confirmed' and p.data->>'buyer' = $1`,
      [viewer.sub],
    )
    id = rows[0]?.stream ?? ''
    await sleep(5)
  }
  await cancelled(viewer, id)
  await running
  await until(viewer, id, ({ phase }) => phase === 'CANCELLED')
  const types = await eventsOf(stack, id)
  assert.ok(types.indexOf('cancelRequested') < types.indexOf('completed') && types.indexOf('completed') < types.indexOf('cancelling'), types.join())
  assert.deepEqual([stack.participants.moneyOf(id), stack.participants.stockOf(id)], ['REFUNDED', 'RESTOCKED'])
})

test('pieces are refunded at what they cost and put back; the same key refunds once', async () => {
  const { viewer, made } = await bought()
  const key = newKey()
  const input = { orderId: made.id, lines: [{ lineId: made.lines[0]?.id, quantity: 1 }], restock: true, reason: 'Broken', idempotencyKey: key }
  const answers = await Promise.all([1, 2, 3].map(() => order(stack, finance(), ['refundOrder', input])))
  assert.equal(new Set(answers.map(({ refund }) => refund?.id)).size, 1)
  const after = await until(viewer, made.id, ({ refunds }) => refunds[0]?.status === 'REFUNDED')
  const total = BigInt(made.totals.total.amountMinor)
  assert.deepEqual(after.refunds.length, 1)
  assert.equal(after.lines[0]?.refundedQuantity, 1)
  assert.equal(BigInt(after.refundable.amountMinor), total - BigInt(after.refunds[0]?.amount.amountMinor ?? 0))
  assert.deepEqual((await eventsOf(stack, made.id)).slice(7), ['refundRequested', 'refunded', 'refundRestocked'])
  assert.equal(stack.participants.effects.get(`${made.id} REFUND ${after.refunds[0]?.amount.amountMinor}`), 1)
  const other = await order(stack, finance(), ['refundOrder', { ...input, lines: [], amountMinor: '1' }])
  assert.deepEqual(codesOf(other), ['IDEMPOTENCY_KEY_REUSED'])
})

test('never more is refunded than was paid, however refunds race, and amounts that are none are refused', async () => {
  const { made } = await bought()
  const total = made.totals.total.amountMinor
  const refund = (input: Readonly<Record<string, unknown>>) =>
    order(stack, finance(), ['refundOrder', { orderId: made.id, idempotencyKey: newKey(), ...input }])
  const before = await stack.snapshot()
  for (const amountMinor of ['0', '-1', '1.5', '9223372036854775808', 'all', ''])
    assert.deepEqual(codesOf(await refund({ amountMinor })), ['INVALID_INPUT'], amountMinor)
  assert.deepEqual(codesOf(await refund({ amountMinor: (BigInt(total) + 1n).toString() })), ['REFUND_TOO_LARGE'])
  assert.deepEqual(codesOf(await refund({ amountMinor: '9007199254740993' })), ['REFUND_TOO_LARGE'])
  assert.deepEqual(codesOf(await refund({})), ['NOTHING_TO_REFUND'])
  assert.deepEqual(codesOf(await refund({ lines: [{ lineId: newId('OrderLine'), quantity: 1 }] })), ['LINE_NOT_FOUND'])
  assert.deepEqual(codesOf(await refund({ lines: [{ lineId: made.lines[0]?.id, quantity: 3 }] })), ['TOO_MANY_PIECES'])
  assert.equal(await stack.snapshot(), before)
  const racing = await Promise.all([1, 2, 3, 4].map(() => refund({ amountMinor: total })))
  assert.deepEqual(racing.flatMap(codesOf).toSorted(), ['REFUND_TOO_LARGE', 'REFUND_TOO_LARGE', 'REFUND_TOO_LARGE'])
})

test('a refund that the provider refuses is told as failed, and its amount can be refunded again', async () => {
  const { made } = await bought()
  stack.participants.script('refund', { refuse: 'PROVIDER_REFUSED' }, 1)
  const input = { orderId: made.id, amountMinor: made.totals.total.amountMinor }
  const first = await order(stack, finance(), ['refundOrder', { ...input, idempotencyKey: newKey() }])
  assert.deepEqual([first.userErrors, first.refund?.status, first.order?.refunds[0]?.failureCode], [[], 'FAILED', 'PROVIDER_REFUSED'])
  const second = await order(stack, finance(), ['refundOrder', { ...input, idempotencyKey: newKey() }])
  assert.equal(second.refund?.status, 'REFUNDED')
})

test('an order of which everything was refunded and put back is cancelled with nothing left to take back', async () => {
  const { viewer, made } = await bought()
  await order(stack, finance(), [
    'refundOrder',
    {
      orderId: made.id,
      amountMinor: made.totals.total.amountMinor,
      lines: [{ lineId: made.lines[0]?.id, quantity: 2 }],
      restock: true,
      idempotencyKey: newKey(),
    },
  ])
  await until(viewer, made.id, ({ refunds }) => refunds[0]?.status === 'REFUNDED')
  assert.equal((await cancelled(viewer, made.id)).order?.phase, 'CANCELLED')
  assert.deepEqual((await eventsOf(stack, made.id)).slice(-3), ['cancelRequested', 'cancelling', 'cancelled'])
})

test('notes are for staff; their text stands in no event', async () => {
  const { made } = await bought()
  const text = 'Called twice, nobody answered'
  const input = { orderId: made.id, text, idempotencyKey: newKey() }
  assert.deepEqual((await order(stack, support(), ['addOrderNote', input])).userErrors, [])
  assert.deepEqual((await order(stack, support(), ['addOrderNote', input])).userErrors, [], 'the same key writes it once')
  const { data } = await stack.as(support())<{ order: { notes: { text: string }[] } }>('query ($id: ID!) { order(id: $id) { notes { text } } }', {
    id: made.id,
  })
  assert.deepEqual(data?.order.notes, [{ text }])
  const { rowCount } = await stack.rows.query('select from events where data::text like $1', [`%${text}%`])
  assert.equal(rowCount, 0)
})

test('no event of a checkout holds anything about a person or a card', async () => {
  const { made } = await bought({ paymentMethod: 'pm_card_of_ada' })
  const { rows } = await stack.rows.query<{ text: string }>('select data::text || metadata::text as text from events')
  const all = rows.map(({ text }) => text).join()
  for (const personal of ['Ada', 'ada@example.com', 'Linden', '10117', 'pm_card_of_ada']) assert.ok(!all.includes(personal), personal)
  assert.ok(all.includes(made.number))
})

interface SagaAnswer {
  readonly orderId: string
  readonly status: string
  readonly attempts: number
  readonly error: string | null
  readonly steps: readonly { readonly name: string; readonly doneAt: string | null }[]
}

async function sagas(status?: string): Promise<readonly SagaAnswer[]> {
  const document =
    'query ($status: SagaStatus) { sagas(status: $status, first: 100) { totalCount nodes { orderId status attempts error steps { name doneAt } } } }'
  const answer = await stack.as(admin())<{ sagas: { nodes: SagaAnswer[] } }>(document, status === undefined ? {} : { status })
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data?.sagas.nodes ?? []
}

test('a step that fails for good stops the order where people see it, and it is resumed in place', async () => {
  stack.participants.script('capture', 'down')
  const { viewer, made } = await bought()
  await until(viewer, made.id, ({ phase }) => phase === 'NEEDS_ATTENTION')
  let stopped: SagaAnswer | undefined
  for (let left = 100; left > 0 && stopped === undefined; left -= 1) {
    stopped = (await sagas('NEEDS_ATTENTION')).find(({ orderId }) => orderId === made.id)
    await sleep(10)
  }
  assert.deepEqual(
    [stopped?.status, stopped?.error, stopped?.steps.map(({ name, doneAt }) => [name, doneAt !== null])],
    [
      'NEEDS_ATTENTION',
      'capture: UNREACHABLE',
      [
        ['reserve', true],
        ['authorise', true],
        ['commit', true],
        ['capture', false],
      ],
    ],
  )
  assert.equal(stack.participants.stockOf(made.id), 'COMMITTED')
  stack.participants.heal()
  const resumed = await order(stack, admin(), ['retrySaga', { orderId: made.id, idempotencyKey: newKey() }])
  assert.deepEqual([resumed.userErrors, resumed.order?.phase], [[], 'COMPLETED'])
  assert.deepEqual(codesOf(await order(stack, admin(), ['retrySaga', { orderId: made.id, idempotencyKey: newKey() }])), ['NOT_RESUMABLE'])
})

test('a confirmed order that cannot be finished is given up by a person, and undone by how far each step has come', async () => {
  stack.participants.script('capture', { refuse: 'PROVIDER_REFUSED' })
  const { viewer, made } = await bought()
  await until(viewer, made.id, ({ phase }) => phase === 'NEEDS_ATTENTION')
  const given = await order(stack, admin(), ['cancelSaga', { orderId: made.id, reason: 'The authorisation has expired', idempotencyKey: newKey() }])
  assert.deepEqual([given.userErrors, given.order?.phase, given.order?.cancelReason?.code], [[], 'CANCELLED', 'GIVEN_UP'])
  assert.deepEqual([stack.participants.moneyOf(made.id), stack.participants.stockOf(made.id)], ['VOIDED', 'RESTOCKED'])
  assert.deepEqual(codesOf(await order(stack, admin(), ['cancelSaga', { orderId: made.id, idempotencyKey: newKey() }])), ['NOT_CANCELLABLE'])
})

test('a cancellation whose refund is refused is tried again or goes on without it, by a person’s word', async () => {
  stack.participants.script('refund', { refuse: 'TOO_MUCH' })
  const { viewer, made } = await bought()
  await cancelled(viewer, made.id)
  await until(viewer, made.id, ({ phase }) => phase === 'NEEDS_ATTENTION')
  const again = await order(stack, admin(), ['retrySaga', { orderId: made.id, idempotencyKey: newKey() }])
  assert.deepEqual([again.userErrors, again.order?.phase], [[], 'NEEDS_ATTENTION'])
  const given = await order(stack, admin(), ['cancelSaga', { orderId: made.id, reason: 'Paid back by bank', idempotencyKey: newKey() }])
  assert.deepEqual([given.userErrors, given.order?.phase], [[], 'CANCELLED'])
  assert.deepEqual(given.order?.cancelReason, { code: 'GIVEN_UP', reason: 'Paid back by bank' })
  assert.deepEqual((await eventsOf(stack, made.id)).slice(-6), [
    'needsAttention',
    'resumed',
    'needsAttention',
    'cancelling',
    'stockReturned',
    'cancelled',
  ])
  assert.deepEqual([stack.participants.moneyOf(made.id), stack.participants.stockOf(made.id)], ['CAPTURED', 'RESTOCKED'])
})

test('a cancellation whose refund had no answer is not given up: the money may have moved', async () => {
  stack.participants.script('refund', 'down')
  const { viewer, made } = await bought()
  await cancelled(viewer, made.id)
  await until(viewer, made.id, ({ phase }) => phase === 'NEEDS_ATTENTION')
  const before = await eventsOf(stack, made.id)
  assert.deepEqual(codesOf(await order(stack, admin(), ['cancelSaga', { orderId: made.id, idempotencyKey: newKey() }])), ['NOT_CANCELLABLE'])
  assert.deepEqual(await eventsOf(stack, made.id), before)
})

test('an order with an event that this process does not know is parked, not looped on, and nothing is asked for it', async () => {
  const { made } = await bought({ paymentMethod: 'pm_action' })
  await stack.rows.query(
    `insert into events (stream, version, type, schema_version, data, metadata)
     select stream, max(version) + 1, 'order.ofTomorrow', 1, '{}', '{"correlationId":"c","causationId":null,"actor":"a"}' from events where stream = $1 group by stream`,
    [made.id],
  )
  await stack.rows.query('update checkout_processes set next_at = now() where order_id = $1', [made.id])
  let error: string | null | undefined
  for (let left = 200; left > 0 && !error?.startsWith('UNKNOWN_EVENT'); left -= 1) {
    const { rows } = await stack.rows.query<{ error: string | null }>('select error from checkout_processes where order_id = $1 and next_at = $2', [
      made.id,
      'infinity',
    ])
    error = rows[0]?.error
    await sleep(20)
  }
  assert.match(error ?? '', /^UNKNOWN_EVENT: .*order\.ofTomorrow/)
  stack.participants.asked()
  await sleep(400)
  assert.deepEqual(
    stack.participants.asked().filter((key) => key.startsWith(made.id)),
    [],
  )
})

test('a link of a mail opens its order for whoever holds it, without telling whom it is for', async () => {
  const { made } = await bought()
  const opened = async (token: string) => {
    const { data } = await stack.as(stack.newGuest())<{ orderByViewToken: OrderAnswer | null }>(
      'query ($token: String!) { orderByViewToken(token: $token) { id phase contact { email } } }',
      { token },
    )
    return data?.orderByViewToken
  }
  const token = stack.viewTokens.sign(made.id)
  assert.deepEqual(await opened(token), { id: made.id, phase: 'COMPLETED', contact: null })
  for (const other of ['', token.slice(0, -1), `${token}x`, token.replace(made.id, newId('Order'))]) assert.equal(await opened(other), null)
  const then = stack.time.now
  stack.time.now = new Date(then.getTime() + 31 * 24 * 3_600_000)
  assert.equal(await opened(token), null)
  stack.time.now = then
})
