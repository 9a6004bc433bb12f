import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import { digest, explore, type Moment } from '../testing/explore.ts'
import { expiresAt, examples, orderOf, placed, placedAt, placedForFree, ways } from '../testing/orderEvents.ts'
import { forgetful } from '../testing/world.ts'
import { decide, type Answered, type Reply } from './decide.ts'
import { keyOf, next, returnIdOf } from './steps.ts'

const everything = ['cancel', 'abandon', 'resume', 'refund'] as const
const way = ({ types, world }: Moment): string => `${types.map((type) => type.slice('order.'.length)).join(' ')} | ${JSON.stringify(world)}`

test('whatever the participants answer, lose or delay: what is cancelled holds nothing, and what is completed has all of it', () => {
  const ends = new Map<string, number>()
  const visited = explore(placed(), { tries: 2, commands: everything }, (moment) => {
    const { order, world } = moment
    ends.set(order.phase, (ends.get(order.phase) ?? 0) + 1)
    if (order.phase === 'CANCELLED') {
      assert.ok(world.stock !== 'RESERVED' && world.stock !== 'COMMITTED', `pieces are left: ${way(moment)}`)
      assert.ok(!['HELD', 'CAPTURED', 'PENDING'].includes(world.money), `money is left: ${way(moment)}`)
    }
    if (order.phase === 'COMPLETED') assert.deepEqual([world.stock, world.money], ['COMMITTED', 'CAPTURED'], way(moment))
    if (order.phase === 'CONFIRMED') {
      assert.ok(order.done.includes('reserve') && order.done.includes('authorise'), way(moment))
      assert.ok(['RESERVED', 'COMMITTED'].includes(world.stock) && ['HELD', 'CAPTURED'].includes(world.money), way(moment))
    }
  })
  assert.ok(visited > 1000, `only ${visited} moments`)
  assert.deepEqual([...ends.keys()].sort(), ['CANCELLED', 'CANCELLING', 'COMPLETED', 'CONFIRMED', 'NEEDS_ATTENTION', 'PENDING'])
})

test('participants that forget what they let go are noticed: a late call then holds something for nobody', () => {
  let held = 0
  explore(placed(), { tries: 2, commands: ['cancel'], participants: forgetful }, ({ order, world }) => {
    if (order.phase === 'CANCELLED' && (world.stock === 'RESERVED' || world.money === 'HELD')) held += 1
  })
  assert.ok(held > 0)
})

test('without a person nothing goes back after the pivot, and with one only what was completed', () => {
  const after = (commands: readonly (typeof everything)[number][], check: (types: Moment['types'], moment: Moment) => void): void => {
    explore(placed(), { tries: 2, commands }, (moment) => {
      const pivot = moment.types.indexOf('order.confirmed')
      if (pivot >= 0) check(moment.types.slice(pivot), moment)
    })
  }
  after([], (types, moment) => assert.ok(!types.includes('order.cancelling'), way(moment)))
  after(['cancel', 'resume'], (types, moment) => {
    const back = types.indexOf('order.cancelling')
    if (back >= 0) assert.ok(types.slice(0, back).includes('order.completed'), way(moment))
  })
})

test('steps are taken back in reverse, each once, and everything done or unknown is among them', () => {
  explore(placed(), { tries: 2, commands: ['cancel'] }, (moment) => {
    if (moment.order.phase !== 'CANCELLED') return
    const back = moment.types.filter((type) => /Voided|Released|Returned/.test(type))
    assert.deepEqual([...new Set(back)], back, way(moment))
    const money = back.findIndex((type) => type.startsWith('order.payment'))
    const stock = back.findIndex((type) => type.startsWith('order.stock'))
    if (money >= 0) assert.ok(stock > money, way(moment))
  })
})

test('every order can still come to an end from wherever it is', () => {
  const leadsTo = new Map<string, { readonly moment: Moment; readonly keys: readonly string[] }>()
  explore(placed(), { tries: 2, commands: ['resume'] }, (moment, following) => {
    leadsTo.set(digest(moment), { moment, keys: following.map(digest) })
  })
  const ended = new Set([...leadsTo].filter(([, { moment }]) => ['CANCELLED', 'COMPLETED'].includes(moment.order.phase)).map(([key]) => key))
  for (let before = -1; before !== ended.size;) {
    before = ended.size
    for (const [key, { keys }] of leadsTo) if (keys.some((one) => ended.has(one))) ended.add(key)
  }
  const stuck = [...leadsTo].filter(([key]) => !ended.has(key)).map(([, { moment }]) => way(moment))
  assert.deepEqual(stuck, [])
})

test('an order of nothing asks nothing of payments', () => {
  explore(placedForFree(), { tries: 2, commands: ['cancel', 'abandon', 'resume'] }, ({ order, world }) => {
    assert.equal(world.money, 'NONE')
    assert.ok(next(order).every(({ step }) => !['authorise', 'capture', 'void', 'refund'].includes(step)))
  })
})

const answer = (step: Answered['call']['step'], reply: Reply): Answered => ({ call: { step, refundId: null }, reply })
const typesOf = (order: ReturnType<typeof orderOf>, answered: Answered[], given: { lastAttempt?: boolean; now?: Date } = {}): string[] =>
  decide(order, answered, { lastAttempt: false, now: placedAt, ...given }).map(({ type }) => type)
const reserved = orderOf(placed(), examples['order.stockReserved'])
const pending: Reply = { kind: 'pending', paymentId: 'pay_1', redirectUrl: 'https://pay.example/confirm' }

test('the answer of payments and the confirmation are one decision', () => {
  assert.deepEqual(typesOf(reserved, [answer('authorise', { kind: 'done', paymentId: 'pay_1' })]), ['order.paymentAuthorised', 'order.confirmed'])
})

test('a shortage ends the order with nothing to take back', () => {
  assert.deepEqual(typesOf(orderOf(placed()), [answer('reserve', { kind: 'refused', code: 'INSUFFICIENT_STOCK' })]), ['order.cancelled'])
})

test('what the buyer must do is written once, however often payments says it', () => {
  const waiting = orderOf(placed(), examples['order.stockReserved'], {
    type: 'order.paymentActionRequired',
    data: { paymentId: 'pay_1', redirectUrl: 'https://pay.example/confirm' },
  })
  assert.deepEqual(typesOf(reserved, [answer('authorise', pending)]), ['order.paymentActionRequired'])
  assert.deepEqual(typesOf(waiting, [answer('authorise', pending)]), [])
  assert.deepEqual(typesOf(waiting, [answer('authorise', { kind: 'unknown', message: 'away' })], { lastAttempt: true }), [])
})

test('a payment that is still pending when the order expires is let go, and one that was made in time is not', () => {
  const expired = { now: expiresAt }
  assert.deepEqual(typesOf(reserved, [answer('authorise', pending)], expired), ['order.cancelling'])
  assert.deepEqual(typesOf(reserved, [answer('authorise', { kind: 'unknown', message: 'away' })], expired), ['order.cancelling'])
  assert.deepEqual(typesOf(reserved, [answer('authorise', { kind: 'done', paymentId: 'pay_1' })], expired), [
    'order.paymentAuthorised',
    'order.confirmed',
  ])
})

test('when both calls after the pivot fail, the order stops once and can be resumed where it was', () => {
  const refusal = (step: 'capture' | 'commit') => answer(step, { kind: 'refused', code: 'NO' })
  const confirmed = orderOf(...ways.CONFIRMED)
  assert.deepEqual(typesOf(confirmed, [refusal('capture'), refusal('commit')]), ['order.needsAttention'])
  assert.deepEqual(typesOf(confirmed, [refusal('capture'), answer('commit', { kind: 'done' })]), ['order.stockCommitted', 'order.needsAttention'])
})

test('the same call has the same key, and each refund keys of its own', () => {
  const order = orderOf(placed())
  assert.equal(keyOf(order, { step: 'reserve', refundId: null }), `${order.id}:reserve`)
  assert.equal(keyOf(order, { step: 'refund', refundId: 'rfd_1' }), `${order.id}:refund:rfd_1`)
})

test('a capture that the provider refused is asked for under another key when a person has it tried again', () => {
  const call = { step: 'capture', refundId: null } as const
  const stopped = (code: string) =>
    evolve(orderOf(...ways.CONFIRMED), { type: 'order.needsAttention', data: { step: 'capture', code, reason: null } })
  const { id } = stopped('UNREACHABLE')
  assert.equal(keyOf(evolve(stopped('UNREACHABLE'), examples['order.resumed']), call), `${id}:capture`)
  assert.equal(keyOf(evolve(stopped('NOT_AUTHORISED'), examples['order.resumed']), call), `${id}:capture`)
  assert.equal(keyOf(evolve(stopped('PROVIDER_REFUSED'), examples['order.resumed']), call), `${id}:capture:2`)
})

test('money that the provider refused to give back is asked for under another name when a person has it tried again, and under the same one when no answer came', () => {
  const stop = (order: ReturnType<typeof orderOf>, code: string) =>
    evolve(order, { type: 'order.needsAttention', data: { step: 'refund', code, reason: null } })
  const resumed = (order: ReturnType<typeof orderOf>) => evolve(order, examples['order.resumed'])
  const giveBack: OrderEvent = { type: 'order.cancelling', data: { code: 'CUSTOMER', reasonId: null, undo: ['refund', 'restock'] } }
  const first = orderOf(...ways.COMPLETED, examples['order.cancelRequested'], giveBack)
  const [call] = next(first)
  assert.ok(call)
  assert.deepEqual([keyOf(first, call), returnIdOf(first)], [`${first.id}:refund`, first.id])
  const again = resumed(stop(first, 'UNREACHABLE'))
  assert.deepEqual([next(again), keyOf(again, call), returnIdOf(again)], [[call], `${first.id}:refund`, first.id])
  const second = resumed(stop(again, 'PROVIDER_REFUSED'))
  assert.deepEqual([next(second), keyOf(second, call), returnIdOf(second)], [[call], `${first.id}:refund:${first.id}.2`, `${first.id}.2`])
  assert.equal(returnIdOf(resumed(stop(second, 'PROVIDER_REFUSED'))), `${first.id}.3`)
})
