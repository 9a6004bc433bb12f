import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { admin } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { checkout, codesOf, customerWithCart, eventsOf, newKey, order } from '../testing/checkoutDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

const patience = { attempts: 2, attemptsOnward: 2, firstPauseMs: 20, longestPauseMs: 40, pollMs: 60 }
let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack({ patience, callTimeoutMs: 500 })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())
beforeEach(() => stack.participants.heal())

/** Somebody buys; answers the order's id. */
async function bought(paymentMethod: string): Promise<string> {
  const { order: made } = await checkout(stack, await customerWithCart(stack), { paymentMethod })
  return made?.id ?? ''
}

async function untilParked(id: string): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const { rowCount } = await stack.rows.query(`select from checkout_processes where order_id = $1 and next_at = 'infinity'`, [id])
    if (rowCount === 1) return
    await sleep(20)
  }
  throw new Error(`it was never parked: ${(await eventsOf(stack, id)).join()}`)
}

/** An order that a newer release has written to. */
async function ofTomorrow(): Promise<string> {
  const id = await bought('pm_action')
  await stack.rows.query(
    `insert into events (stream, version, type, schema_version, data, metadata)
     select stream, max(version) + 1, 'order.ofTomorrow', 1, '{}', '{"correlationId":"c","causationId":null,"actor":"a"}' from events where stream = $1 group by stream`,
    [id],
  )
  await stack.rows.query('update checkout_processes set next_at = now() where order_id = $1', [id])
  await untilParked(id)
  return id
}

/** An order whose money cannot be taken. */
async function stopped(): Promise<string> {
  stack.participants.script('capture', { refuse: 'PROVIDER_REFUSED' })
  const id = await bought('pm_card')
  await untilParked(id)
  return id
}

interface Sagas {
  readonly sagas: {
    readonly nodes: readonly { readonly orderId: string; readonly error: string; readonly order: object | null; readonly steps: readonly object[] }[]
  }
}

test('an order that this release cannot read is listed with its reason, beside the others, and neither resumed nor given up', async () => {
  const [strange, known] = [await ofTomorrow(), await stopped()]
  const { data, errors } = await stack.as(admin())<Sagas>(
    '{ sagas(status: NEEDS_ATTENTION, first: 100) { nodes { orderId error order { id } steps { name } } } }',
  )
  assert.equal(errors, undefined)
  const found = (id: string) => data?.sagas.nodes.find(({ orderId }) => orderId === id)
  assert.match(found(strange)?.error ?? '', /^UNKNOWN_EVENT: .*order\.ofTomorrow/)
  assert.deepEqual([found(strange)?.order, found(strange)?.steps], [null, []])
  assert.deepEqual([found(known)?.order, found(known)?.steps.length], [{ id: known }, 4])
  for (const mutation of ['retrySaga', 'cancelSaga']) {
    const answer = await order(stack, admin(), [mutation, { orderId: strange, idempotencyKey: newKey() }])
    assert.deepEqual([answer.order, codesOf(answer)], [null, ['UNREADABLE']], mutation)
  }
  await untilParked(strange)
})

test('what an older release could not read goes on where it stood, by the word of a person to a newer one', async () => {
  const id = await bought('pm_action')
  await stack.rows.query(`update checkout_processes set next_at = 'infinity', error = 'UNKNOWN_EVENT: of a release before' where order_id = $1`, [id])
  stack.participants.confirm(id, 'AUTHORISED')
  const answer = await order(stack, admin(), ['retrySaga', { orderId: id, idempotencyKey: newKey() }])
  assert.deepEqual([answer.userErrors, answer.order?.phase], [[], 'COMPLETED'])
})

test('a saga is resumed and given up once a key, and another input by the same key is refused', async () => {
  const id = await stopped()
  const retry = { orderId: id, idempotencyKey: newKey() }
  for (let time = 0; time < 2; time += 1) {
    const answer = await order(stack, admin(), ['retrySaga', retry])
    assert.deepEqual([answer.userErrors, answer.order?.phase], [[], 'NEEDS_ATTENTION'])
  }
  assert.equal((await eventsOf(stack, id)).filter((type) => type === 'resumed').length, 1)
  const cancel = { orderId: id, reason: 'Expired', idempotencyKey: newKey() }
  for (let time = 0; time < 2; time += 1) {
    const answer = await order(stack, admin(), ['cancelSaga', cancel])
    assert.deepEqual([answer.userErrors, answer.order?.phase], [[], 'CANCELLED'])
  }
  assert.deepEqual(codesOf(await order(stack, admin(), ['cancelSaga', { ...cancel, reason: 'Lost' }])), ['IDEMPOTENCY_KEY_REUSED'])
})
