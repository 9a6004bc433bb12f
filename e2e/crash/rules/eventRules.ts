import type { Facts, Rule, Violation } from '../facts/facts.ts'
import { foldFact } from './orderRules.ts'

/** Every event is on the bus, and nothing else is; each stream in its own order, by when each event first came. */
export const published: Rule = ({ stored, published: seen }) => {
  const first = [...new Set(seen)]
  const there = new Set(first)
  const known = new Set(stored.map(({ id }) => id))
  const newest = new Map<string, number>()
  const disorder = first.flatMap((id): Violation[] => {
    const [stream = '', version = '0'] = id.split('/')
    const before = newest.get(stream) ?? 0
    newest.set(stream, Math.max(before, Number(version)))
    return Number(version) > before ? [] : [{ rule: 'published', about: id, what: `it first came after version ${before} of its stream` }]
  })
  return [
    ...stored
      .filter(({ id, due }) => due && !there.has(id))
      .map(({ id, type }) => ({ rule: 'published', about: id, what: `${type} is not on the bus` })),
    ...first.filter((id) => !known.has(id)).map((id) => ({ rule: 'published', about: id, what: 'it is on the bus and in no store' })),
    ...disorder,
  ]
}

/** The counter had its effect of every event exactly once: nothing but the inbox keeps it from more. */
export const countedOnce: Rule = ({ stored, effects }) => {
  const known = new Set(stored.map(({ id }) => id))
  return [
    ...stored.flatMap(({ id, type, due }): Violation[] => {
      const times = effects.get(id) ?? 0
      return times === 1 || (times === 0 && !due) ? [] : [{ rule: 'effects once', about: id, what: `${type} had its effect ${times} times` }]
    }),
    ...[...effects.keys()].filter((id) => !known.has(id)).map((id) => ({ rule: 'effects once', about: id, what: 'an effect of no event' })),
  ]
}

/** Every consumer of the shop has dealt with every event that it handles. */
export const consumed: Rule = ({ stored, consumers }) =>
  consumers.flatMap(({ name, types, done }) =>
    stored
      .filter(({ id, type, due }) => due && types.includes(type) && !done.has(id))
      .map(({ id, type }) => ({ rule: 'consumed', about: id, what: `${name} has not dealt with ${type}` })),
  )

/** A confirmed order is packed once, its buyer is told once, and the windows of sales count it once. */
export const followedOnce: Rule = (facts) => [...packedOnce(facts), ...toldOnce(facts), ...soldOnce(facts)]

function packedOnce({ orders }: Facts): Violation[] {
  return orders.flatMap((fact): Violation[] => {
    const types = fact.events.map(({ event }) => event.type)
    const packed = types.filter((type) => type === 'order.fulfilmentCreated').length
    const phase = foldFact(fact)?.phase
    // What was cancelled before anybody packed it is packed by nobody.
    const fits = !types.includes('order.confirmed') ? packed === 0 : packed === 1 || (packed === 0 && phase === 'CANCELLED')
    return fits ? [] : [{ rule: 'followed once', about: fact.id, what: `it is ${phase} and was packed ${packed} times` }]
  })
}

function toldOnce({ stored, messages }: Facts): Violation[] {
  const mustBeTold = new Set(['order.confirmed', 'order.refunded', 'payment.declined'])
  return stored
    .filter(({ id, type }) => mustBeTold.has(type) && messages.get(id) !== 1)
    .map(({ id, type }) => ({ rule: 'followed once', about: id, what: `its buyer was told of ${type} ${messages.get(id) ?? 0} times` }))
}

function soldOnce({ orders, sales }: Facts): Violation[] {
  const confirmed = orders.flatMap(({ events }) =>
    events.flatMap(({ event }) => (event.type === 'order.confirmed' ? [BigInt(event.data.totalMinor)] : [])),
  )
  const gross = confirmed.reduce((sum, total) => sum + total, 0n)
  if (confirmed.length === sales.orders && gross === sales.grossMinor) return []
  const what = `${confirmed.length} orders over ${gross} were confirmed, and ${sales.orders} over ${sales.grossMinor} were counted`
  return [{ rule: 'followed once', about: 'minute_sales', what }]
}

/** A read model says what the events say. */
export const projections: Rule = ({ projectionFaults }) => projectionFaults.map((what) => ({ rule: 'projections', about: 'orders', what }))

/** Nothing that happened in the run was a reason to give an event up. */
export const nothingGivenUp: Rule = ({ deadLetters }) => deadLetters.map((what) => ({ rule: 'nothing given up', about: 'dead letters', what }))
