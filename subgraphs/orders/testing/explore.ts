import type { OrderEvent } from '../../../schema/events/orders.ts'
import { decide, type Answered } from '../checkout/decide.ts'
import { abandon, resume } from '../checkout/standstill.ts'
import { next } from '../checkout/steps.ts'
import { cancel, requestRefund } from '../order/commands.ts'
import { evolve } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'
import { expiresAt, lineIds, orderOf, placedAt } from './orderEvents.ts'
import { arrivals, outcomes, untouched, type World } from './world.ts'

/** A moment of a checkout: what is written down, what is held back by a process, and what is really so. */
export interface Moment {
  readonly order: Order
  readonly types: readonly OrderEvent['type'][]
  readonly world: World
  readonly attempts: number
  readonly expired: boolean
}

/** How far the explorer goes. */
export interface Bounds {
  /** How often a call is made before it is given up. */
  readonly tries: number
  /** The commands that may come between any two steps, at most one of each kind. */
  readonly commands: readonly (keyof typeof commands)[]
  /** @default participants that remember what was let go */
  readonly participants?: typeof outcomes
}

const commands = {
  cancel: (order: Order) => cancel(order, { code: 'CUSTOMER', reasonId: null }),
  abandon: (order: Order) => abandon(order, { code: 'GIVEN_UP', reasonId: null }),
  resume,
  refund: (order: Order) =>
    order.refunds.length > 0
      ? ({ ok: false, error: 'NOT_REFUNDABLE' } as const)
      : requestRefund(order, { refundId: 'rfd_1', amountMinor: null, lines: [{ lineId: lineIds[0], quantity: 1 }], restock: true, reasonId: null }),
} as const

/** Visits every moment that can come of an order, breadth first, and shows each one once. Answers how many there are. */
export function explore(
  placed: OrderEvent,
  { tries, commands: allowed, participants = outcomes }: Bounds,
  see: (moment: Moment, following: readonly Moment[]) => void,
): number {
  const start: Moment = { order: orderOf(placed), types: ['order.placed'], world: untouched, attempts: 0, expired: false }
  const seen = new Set([digest(start)])
  let frontier = [start]
  while (frontier.length > 0) {
    const reached: Moment[] = []
    for (const moment of frontier) {
      const following = [
        ...drives(moment, tries, participants),
        ...late(moment, participants),
        ...allowed.flatMap((name) => commanded(moment, name)),
        ...clock(moment),
      ]
      see(moment, following)
      for (const one of following) {
        const key = digest(one)
        if (!seen.has(key)) reached.push(one)
        seen.add(key)
      }
    }
    frontier = reached
  }
  return seen.size
}

/** Every way in which the next calls can be answered; that a process dies between an answer and its writing is the same as a lost answer. */
function drives(moment: Moment, tries: number, participants: typeof outcomes): Moment[] {
  const calls = next(moment.order)
  let ways: { readonly world: World; readonly answered: readonly Answered[] }[] = [{ world: moment.world, answered: [] }]
  for (const call of calls) {
    ways = ways.flatMap(({ world, answered }) =>
      participants(world, call).map((outcome) => ({ world: outcome.world, answered: [...answered, { call, reply: outcome.reply }] })),
    )
  }
  const now = moment.expired ? expiresAt : placedAt
  return ways.map(({ world, answered }) => {
    const events = decide(moment.order, answered, { lastAttempt: moment.attempts + 1 >= tries, now })
    return { ...happened(moment, events), world, attempts: events.length > 0 ? 0 : Math.min(moment.attempts + 1, tries) }
  })
}

const late = (moment: Moment, participants: typeof outcomes): Moment[] => arrivals(moment.world, participants).map((world) => ({ ...moment, world }))

function happened(moment: Moment, events: readonly OrderEvent[]): Moment {
  let order = moment.order
  for (const event of events) order = evolve(order, event)
  return { ...moment, order, types: [...moment.types, ...events.map(({ type }) => type)], attempts: 0 }
}

function commanded(moment: Moment, name: keyof typeof commands): Moment[] {
  const decision = commands[name](moment.order)
  return decision.ok ? [happened(moment, decision.value)] : []
}

const clock = (moment: Moment): Moment[] => (moment.expired ? [] : [{ ...moment, expired: true }])

/** What decides about everything that can follow; versions and the words of reasons do not. */
export function digest({ order, world, attempts, expired }: Moment): string {
  const { phase, interrupted, done, payment, undo, cancelRequested, refunds } = order
  return JSON.stringify([phase, interrupted, [...done].sort(), payment, undo, cancelRequested, refunds, world, attempts, expired])
}
