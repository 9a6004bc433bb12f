import { evolve } from '../../../subgraphs/orders/order/evolve.ts'
import { unplaced, type Order, type OrderState } from '../../../subgraphs/orders/order/order.ts'
import type { Facts, OrderFact, Rule, Violation } from '../facts/facts.ts'

/** An order folded from its events as far as they can be folded; undefined when it was never placed. */
export function foldFact({ id, events }: OrderFact, upTo = Number.POSITIVE_INFINITY): Order | undefined {
  let state: OrderState = unplaced(id)
  try {
    for (const { version, event } of events) if (version <= upTo) state = evolve(state, event)
  } catch {
    // What cannot follow is a violation of `streams`; the rest is judged by what came before.
  }
  return state.phase === 'NONE' ? undefined : state
}

/** Streams are whole: 1, 2, 3 … without gap or double, each event one that may follow. The fence makes it so. */
export const streams: Rule = ({ orders }) =>
  orders.flatMap((order): Violation[] => {
    const versions = order.events.map(({ version }) => version)
    const whole = versions.every((version, nth) => version === nth + 1)
    if (!whole) return [{ rule: 'streams', about: order.id, what: `its versions are ${versions.join(' ')}` }]
    const folded = foldFact(order)
    if (folded?.version === versions.length) return []
    return [
      { rule: 'streams', about: order.id, what: `its events cannot follow each other: ${order.events.map(({ event }) => event.type).join(' ')}` },
    ]
  })

/** No order that somebody was shown is lost, and every one is in the state that was shown or a later one. */
export const notLost: Rule = ({ told, orders }) => {
  const known = new Map(orders.map((order) => [order.id, order]))
  return told.flatMap(({ shown }) =>
    shown.flatMap(({ id, phase, version }): Violation[] => {
      const order = known.get(id)
      const then = order === undefined ? undefined : foldFact(order, version)
      if (then !== undefined && then.version === version && then.phase === phase) return []
      const is = order === undefined ? 'there is no such order' : `it was ${then?.phase} at ${then?.version}`
      return [{ rule: 'not lost', about: id, what: `somebody saw ${phase} at version ${version}, but ${is}` }]
    }),
  )
}

/** One order a key, whoever was told what; and an accepted cancellation or refund stands in the order's stream. */
export const keptWord: Rule = ({ told, orders, keys }) => {
  const orderOf = new Map(keys.map(({ key, orderId }) => [key, orderId]))
  const known = new Map(orders.map((order) => [order.id, order]))
  return told.flatMap(({ key, answers, cancelled, refunds }): Violation[] => {
    const ids = [...new Set(answers.flatMap(({ orderId }) => orderId ?? []))]
    const kept = orderOf.get(key)
    const wrong = ids.filter((id) => id !== kept)
    const types = new Set((known.get(kept ?? '')?.events ?? []).map(({ event }) => event.type))
    const asked = new Set(
      (known.get(kept ?? '')?.events ?? []).flatMap(({ event }) => (event.type === 'order.refundRequested' ? event.data.refundId : [])),
    )
    return [
      ...wrong.map((id) => ({ rule: 'one order a key', about: id, what: `key ${key} was told this order and belongs to ${kept ?? 'none'}` })),
      ...(cancelled && !types.has('order.cancelRequested') && !types.has('order.cancelling')
        ? [{ rule: 'kept word', about: kept ?? key, what: 'a cancellation was accepted and is not in the stream' }]
        : []),
      ...refunds
        .filter((id) => !asked.has(id))
        .map((id) => ({ rule: 'kept word', about: kept ?? key, what: `refund ${id} was accepted and is not in the stream` })),
    ]
  })
}

/** A key that has an order must not be told that its cart is gone: the order is what became of the cart. */
export const keyedAnswers: Rule = ({ told, keys }) => {
  const orderOf = new Map(keys.map(({ key, orderId }) => [key, orderId]))
  const byCart = Map.groupBy(told, ({ cartId }) => cartId)
  return told.flatMap(({ key, cartId, answers }): Violation[] => {
    if ((byCart.get(cartId)?.length ?? 0) > 1 || !orderOf.has(key)) return []
    const denied = answers.find(
      ({ orderId, codes }) => orderId === null && codes.some((code) => code === 'CART_NOT_FOUND' || code === 'CART_IN_CHECKOUT'),
    )
    if (denied === undefined) return []
    return [{ rule: 'keyed answers', about: orderOf.get(key) ?? key, what: `its own key was told ${denied.codes.join()}` }]
  })
}

/** Every order was asked for by exactly one key, and a cart has at most one order that is not cancelled. */
export const notDoubled: Rule = ({ orders, keys }) => {
  const keysOf = Map.groupBy(keys, ({ orderId }) => orderId)
  const unasked = orders.flatMap(({ id }): Violation[] => {
    const count = keysOf.get(id)?.length ?? 0
    return count === 1 ? [] : [{ rule: 'not doubled', about: id, what: `${count} keys have this order` }]
  })
  const folded = orders.flatMap((order) => foldFact(order) ?? [])
  const alive = Map.groupBy(
    folded.filter(({ phase }) => phase !== 'CANCELLED'),
    ({ placed }) => placed.cartId,
  )
  // What was bought and cancelled later closed the cart as well: no other order may follow it.
  const doubled = [...alive].filter(([, ofCart]) => ofCart.length > 1)
  return [
    ...unasked,
    ...doubled.map(([cartId, ofCart]) => ({ rule: 'not doubled', about: cartId, what: `it has ${ofCart.map(({ id }) => id).join(' and ')}` })),
  ]
}

/** Every order has come to rest: completed, cancelled, or waiting for a person with a reason. */
export const atRest: Rule = ({ orders }) =>
  orders.flatMap((order): Violation[] => {
    const folded = foldFact(order)
    const of = (what: string): Violation[] => [{ rule: 'at rest', about: order.id, what }]
    if (folded === undefined) return of('it was never placed')
    const { phase, attention } = folded
    const over = phase === 'COMPLETED' || phase === 'CANCELLED'
    if (over && order.process !== null) return of(`it is ${phase}, and its process is still there: ${order.process.error ?? 'no error'}`)
    if (over) return order.alive === (phase !== 'CANCELLED') ? [] : of(`it is ${phase}, and beside its cart it is ${order.alive ? 'alive' : 'dead'}`)
    if (phase === 'NEEDS_ATTENTION' && attention !== null && order.process?.parked === true) return []
    return of(`it is ${phase}: ${order.process === null ? 'and has no process' : (order.process.error ?? 'no error')}`)
  })

/** How the orders of the facts ended, for the report. */
export function fates({ orders }: Pick<Facts, 'orders'>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const order of orders) {
    const phase = foldFact(order)?.phase ?? 'NONE'
    counts[phase] = (counts[phase] ?? 0) + 1
  }
  return counts
}
