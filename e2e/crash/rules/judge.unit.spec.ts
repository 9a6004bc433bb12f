import assert from 'node:assert/strict'
import { test } from 'node:test'

import { examples, ways } from '../../../subgraphs/orders/testing/orderEvents.ts'
import type { Facts } from '../facts/facts.ts'
import { judge } from './judge.ts'
import { ids, orderFact, soundFacts } from './soundFacts.ts'

const rulesBroken = (change: Partial<Facts>): string[] => [...new Set(judge({ ...soundFacts, ...change }).map(({ rule }) => rule))]
const [sale, none] = soundFacts.orders as [Facts['orders'][number], Facts['orders'][number]]
const [firstTold, secondTold] = soundFacts.told as [Facts['told'][number], Facts['told'][number]]
const [salePayment, nonePayment] = soundFacts.payments as [Facts['payments'][number], Facts['payments'][number]]
const [saleThere, noneThere] = soundFacts.provider as [Facts['provider'][number], Facts['provider'][number]]
const effects = (times: number): ReadonlyMap<string, number> => new Map([...soundFacts.effects, ['ord_sale/4', times]])

test('sound facts break no rule', () => {
  assert.deepEqual(judge(soundFacts), [])
})

const cases: readonly (readonly [what: string, change: Partial<Facts>, broken: readonly string[]])[] = [
  [
    'two events of one version in a stream: the fence is out',
    { orders: [{ ...sale, events: [...sale.events.slice(0, 2), ...sale.events.slice(1)] }, none] },
    ['streams', 'not lost'],
  ],
  ['a gap in a stream', { orders: [{ ...sale, events: sale.events.filter(({ version }) => version !== 3) }, none] }, ['streams', 'not lost']],
  ['an order that somebody was shown is gone', { orders: [none] }, ['not lost', 'stock', 'money', 'followed once']],
  [
    'somebody was shown a phase that never was',
    { told: [{ ...firstTold, shown: [{ id: ids.sale, phase: 'CANCELLED', version: 7 }] }, secondTold] },
    ['not lost'],
  ],
  [
    'somebody was shown more than was kept',
    { told: [{ ...firstTold, shown: [{ id: ids.sale, phase: 'COMPLETED', version: 12 }] }, secondTold] },
    ['not lost'],
  ],
  [
    'a key was told two orders',
    { told: [{ ...firstTold, answers: [...firstTold.answers, { orderId: ids.none, codes: [] }] }, secondTold] },
    ['one order a key'],
  ],
  ['an accepted refund is not in the stream', { told: [{ ...firstTold, refunds: ['rfd_lost'] }, secondTold] }, ['kept word']],
  ['an accepted cancellation is not in the stream', { told: [{ ...firstTold, cancelled: true }, secondTold] }, ['kept word']],
  [
    'a key that has an order was told that its cart is gone',
    { told: [{ ...firstTold, answers: [{ orderId: null, codes: ['CART_NOT_FOUND'] }] }, secondTold] },
    ['keyed answers'],
  ],
  ['an order that no key asked for', { keys: soundFacts.keys.slice(1) }, ['one order a key', 'not doubled']],
  [
    'two open orders of one cart',
    {
      orders: [sale, none, { ...sale, id: 'ord_twin' }],
      keys: [...soundFacts.keys, { key: 'another', orderId: 'ord_twin' }],
      stock: [...soundFacts.stock, { orderId: 'ord_twin', held: 0, sold: 4, returned: 0 }],
      payments: [...soundFacts.payments, { ...salePayment, id: 'pay_twin', orderId: 'ord_twin' }],
      provider: [...soundFacts.provider, { ...saleThere, paymentId: 'pay_twin' }],
      sales: { orders: 2, grossMinor: 27_000n },
    },
    ['not doubled'],
  ],
  ['an order that nobody goes on with', { orders: [sale, orderFact(ids.none, ways.CANCELLING, { alive: true })] }, ['not lost', 'at rest']],
  [
    'a finished order whose process is still there',
    { orders: [{ ...sale, process: { owner: 'dead', parked: false, error: null } }, none] },
    ['at rest'],
  ],
  [
    'an order that waits for a person without having said so',
    { orders: [sale, orderFact('ord_none', ways.NEEDS_ATTENTION)] },
    ['not lost', 'kept word', 'at rest', 'followed once'],
  ],
  ['on hand is not the sum of the movements', { stockFaults: ['var_1 at loc_1: 5 on hand, but 4 by the ledger'] }, ['stock books']],
  [
    'pieces held for a cancelled order: a tombstone is out',
    { stock: [...soundFacts.stock, { orderId: ids.none, held: 4, sold: 0, returned: 0 }] },
    ['stock'],
  ],
  ['pieces held for no order', { stock: [...soundFacts.stock, { orderId: 'ord_unknown', held: 1, sold: 0, returned: 0 }] }, ['stock']],
  ['a sale that left the stock twice', { stock: [{ orderId: ids.sale, held: 0, sold: 8, returned: 0 }] }, ['stock']],
  ['the books do not balance', { ledgerFaults: ['UNBALANCED of pay_sale: 1, expected 0'] }, ['ledger']],
  ['a sale captured twice', { payments: [{ ...salePayment, captures: 2 }, nonePayment] }, ['money']],
  [
    'a sale that was not captured',
    { payments: [{ ...salePayment, status: 'AUTHORISED', captured: 0n, captures: 0 }, nonePayment] },
    ['money', 'provider'],
  ],
  [
    'money held for a cancelled order: a tombstone is out',
    { payments: [salePayment, { ...nonePayment, status: 'AUTHORISED' }], provider: [saleThere, { ...noneThere, status: 'authorised' }] },
    ['money'],
  ],
  ['a payment of no order', { payments: [...soundFacts.payments, { ...nonePayment, id: 'pay_x', orderId: 'ord_x' }] }, ['money']],
  ['late money that did not go back', { payments: [salePayment, { ...nonePayment, late: 'VOID' }] }, ['money']],
  ['the provider took what the books do not know', { provider: [...soundFacts.provider, { ...saleThere, paymentId: 'pay_unknown' }] }, ['provider']],
  ['the provider took another amount', { provider: [{ ...saleThere, captured: 1n }, noneThere] }, ['provider']],
  ['the provider took it twice', { provider: [saleThere, ...soundFacts.provider] }, ['provider']],
  ['an event that is not on the bus', { published: soundFacts.published.slice(1) }, ['published']],
  ['an event on the bus that nobody keeps', { published: [...soundFacts.published, 'ord_sale/99'] }, ['published']],
  ['a stream out of order on the bus', { published: soundFacts.published.toReversed() }, ['published']],
  ['an effect that happened twice: the inbox is out', { effects: effects(2) }, ['effects once']],
  ['an effect that never happened', { effects: effects(0) }, ['effects once']],
  [
    'an event that a consumer has not dealt with',
    { consumers: [{ name: 'orders.fulfilment', types: ['order.confirmed'], done: new Set() }] },
    ['consumed'],
  ],
  [
    'a confirmed order that was packed twice',
    { orders: [orderFact(ids.sale, [...ways.COMPLETED, examples['order.fulfilmentCreated'], examples['order.fulfilmentCreated']]), none] },
    ['followed once'],
  ],
  ['a buyer who was told twice', { messages: new Map([['ord_sale/4', 2]]) }, ['followed once']],
  ['a sale that the windows counted twice', { sales: { orders: 2, grossMinor: 27_000n } }, ['followed once']],
  ['a read model that is not what the events say', { projectionFaults: ['order_summaries: 1 row'] }, ['projections']],
  ['an event that was given up', { deadLetters: ['orders-fulfilment gave up order.confirmed'] }, ['nothing given up']],
]

for (const [what, change, broken] of cases) {
  test(`red: ${what}`, () => {
    assert.deepEqual(rulesBroken(change).toSorted(), [...broken].toSorted())
  })
}

test('what lies on the bus more than once is no fault: its effect happens once all the same', () => {
  assert.deepEqual(rulesBroken({ published: [...soundFacts.published, ...soundFacts.published] }), [])
})

test('an order that waits for a person and says why is at rest', () => {
  const waiting = orderFact('ord_waiting', ways.NEEDS_ATTENTION, { process: { owner: null, parked: true, error: 'capture: UNREACHABLE' } })
  assert.deepEqual(
    judge({ ...soundFacts, orders: [...soundFacts.orders, waiting] }).filter(({ rule }) => rule === 'at rest'),
    [],
  )
})
