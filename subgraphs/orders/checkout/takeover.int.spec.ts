import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import type { SagaStep } from '../order/order.ts'
import { checkout, checkoutInputOf, customerWithCart, eventsOf, order, readOrder } from '../testing/checkoutDocuments.ts'
import { startOrdersChild, type OrdersChild } from '../testing/ordersChild.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'
import { defaultPatience } from './rest.ts'

const LEASE_MS = 800
let stack: OrdersStack
const children: OrdersChild[] = []
before(async () => {
  // The stack's own process is the twin: no test asks it for a checkout.
  stack = await startOrdersStack({ leaseMs: LEASE_MS, patience: { ...defaultPatience, attempts: 1 } })
  await loadTariffs(stack.rows)
})
after(() => stack.stop())
afterEach(async () => {
  stack.participants.heal()
  await Promise.all(children.splice(0).map((child) => child.stop()))
})

async function startChild(): Promise<OrdersChild> {
  const child = await startOrdersChild(stack.place, { CHECKOUT_LEASE_MS: String(LEASE_MS) })
  children.push(child)
  return child
}

/** The order whose step is being asked for right now. */
async function whileAsked(step: SagaStep): Promise<string> {
  for (let left = 400; left > 0; left -= 1) {
    const key = stack.participants.asked().find((asked) => asked.endsWith(`:${step}`))
    if (key !== undefined) return key.split(':')[0] ?? ''
    await sleep(5)
  }
  throw new Error(`${step} was never asked for`)
}

async function untilPhase(id: string, phase: string): Promise<number> {
  const began = performance.now()
  for (let left = 1000; left > 0; left -= 1) {
    const { rows } = await stack.rows.query<{ type: string }>('select type from events where stream = $1', [id])
    const { rowCount: open } = await stack.rows.query('select from checkout_processes where order_id = $1', [id])
    if (rows.some(({ type }) => type === `order.${phase}`) && open === 0) return performance.now() - began
    await sleep(10)
  }
  throw new Error(`the order never was ${phase}: ${(await eventsOf(stack, id)).join()}`)
}

const FORWARD = ['reserve', 'authorise', 'capture', 'commit'] as const
const FINISHED = ['placed', 'stockReserved', 'paymentAuthorised', 'confirmed', 'paymentCaptured', 'stockCommitted', 'completed']

for (const step of FORWARD) {
  test(`a process that is killed while it asks for ${step} is taken over at once, and nothing happens twice`, async () => {
    const child = await startChild()
    const viewer = await customerWithCart(stack)
    stack.participants.asked()
    stack.participants.script(step, { afterMs: 300 }, 1)
    const lost = checkout(child, viewer).catch(() => undefined)
    const id = await whileAsked(step)
    child.signal('SIGKILL')
    const took = await untilPhase(id, 'completed')
    await lost
    assert.deepEqual((await eventsOf(stack, id)).toSorted(), FINISHED.toSorted())
    for (const effect of ['RESERVED', 'HELD', 'CAPTURED', 'COMMITTED']) assert.equal(stack.participants.effects.get(`${id} ${effect}`), 1, effect)
    assert.ok(took < 5000, `taken over after ${took} ms`)
  })
}

test('a process that is killed while it takes back is taken over, and everything is taken back', async () => {
  const child = await startChild()
  const viewer = await customerWithCart(stack)
  stack.participants.asked()
  stack.participants.script('release', { afterMs: 300 }, 1)
  const lost = checkout(child, viewer, { paymentMethod: 'pm_declined' }).catch(() => undefined)
  const id = await whileAsked('release')
  child.signal('SIGKILL')
  await untilPhase(id, 'cancelled')
  await lost
  assert.deepEqual(await eventsOf(stack, id), ['placed', 'stockReserved', 'cancelling', 'stockReleased', 'cancelled'])
  assert.equal(stack.participants.effects.get(`${id} RELEASED`), 1)
})

test('what a dead process had held without writing it down is let go of when the order is given up, the money too', async () => {
  const child = await startChild()
  const viewer = await customerWithCart(stack)
  stack.participants.asked()
  stack.participants.script('authorise', { afterMs: 300 }, 1)
  const lost = checkout(child, viewer).catch(() => undefined)
  const id = await whileAsked('authorise')
  stack.participants.script('reserve', 'down')
  child.signal('SIGKILL')
  await untilPhase(id, 'cancelled')
  await lost
  assert.deepEqual(await eventsOf(stack, id), ['placed', 'cancelling', 'paymentVoided', 'stockReleased', 'cancelled'])
  assert.deepEqual([stack.participants.moneyOf(id), stack.participants.stockOf(id)], ['VOIDED', 'RELEASED'])
})

test('a buyer whose answer was lost with the process asks another one by the same key and gets the order', async () => {
  const child = await startChild()
  const viewer = await customerWithCart(stack)
  stack.participants.asked()
  stack.participants.script('authorise', { afterMs: 300 }, 1)
  const input = checkoutInputOf()
  const lost = order(child, viewer, ['checkout', input]).catch(() => undefined)
  const id = await whileAsked('authorise')
  child.signal('SIGKILL')
  const again = await order(stack, viewer, ['checkout', input])
  await lost
  assert.deepEqual([again.order?.id, again.order?.phase], [id, 'COMPLETED'])
})

test('a process that stands still is taken over after its lease, and does no harm when it wakes', async () => {
  const child = await startChild()
  const viewer = await customerWithCart(stack)
  const later = await customerWithCart(stack)
  stack.participants.asked()
  stack.participants.script('capture', { afterMs: 200 }, 1)
  const answer = checkout(child, viewer)
  const id = await whileAsked('capture')
  child.signal('SIGSTOP')
  const took = await untilPhase(id, 'completed')
  assert.ok(took > LEASE_MS / 4, 'not before the lease has run out')
  const written = await eventsOf(stack, id)
  child.signal('SIGCONT')
  assert.equal((await answer).order?.phase, 'COMPLETED', 'the zombie answers from the stream')
  await sleep(300)
  assert.deepEqual(await eventsOf(stack, id), written)
  for (const effect of ['RESERVED', 'HELD', 'CAPTURED', 'COMMITTED']) assert.equal(stack.participants.effects.get(`${id} ${effect}`), 1, effect)
  assert.equal((await checkout(child, later)).order?.phase, 'COMPLETED', 'and it goes on working')
})

test('an order that waits for its payment does not die with the process that placed it', async () => {
  const child = await startChild()
  const viewer = await customerWithCart(stack)
  const { order: made } = await checkout(child, viewer, { paymentMethod: 'pm_action' })
  child.signal('SIGKILL')
  stack.participants.confirm(made?.id ?? '', 'AUTHORISED')
  await stack.rows.query('update checkout_processes set next_at = now() where order_id = $1', [made?.id])
  await untilPhase(made?.id ?? '', 'completed')
  assert.equal((await readOrder(stack, viewer, made?.id ?? ''))?.phase, 'COMPLETED')
})
