import type { BusKind } from '../harness/crashStack.ts'
import type { Chance } from '../random.ts'
import type { Blow, How, Moment } from './blow.ts'

/** What is planned for. */
export interface PlanFacts {
  readonly kills: number
  readonly bus: BusKind
  /** Names of the processes. */
  readonly processes: readonly string[]
  /** For how long the other owners wait for one that is frozen. */
  readonly leaseMs: number
  /** Only owners of orders are struck, killed or frozen, one at a time: what is wanted is how fast another takes over. @default false */
  readonly ownersOnly?: boolean | undefined
}

const ofOrder = (type: string): Moment => ({ kind: 'event', domain: 'orders', type })
const ofPayment = (type: string): Moment => ({ kind: 'event', domain: 'payments', type })

/** Every step that a checkout, its undoing and a refund can take, in the order of how often they are met. */
export const steps: readonly Moment[] = [
  ofOrder('order.placed'),
  { kind: 'step', step: 'reserve' },
  ofPayment('payment.started'),
  ofPayment('payment.authorised'),
  ofOrder('order.confirmed'),
  ofPayment('payment.captured'),
  { kind: 'step', step: 'commit' },
  ofOrder('order.completed'),
  ofOrder('order.fulfilmentCreated'),
  ofOrder('order.cancelling'),
  { kind: 'step', step: 'release' },
  ofOrder('order.cancelled'),
  ofOrder('order.paymentActionRequired'),
  ofPayment('payment.declined'),
  ofPayment('payment.voided'),
  ofOrder('order.cancelRequested'),
  ofPayment('payment.refundStarted'),
  ofPayment('payment.refunded'),
  { kind: 'step', step: 'restock' },
  ofOrder('order.refundRequested'),
  ofOrder('order.refunded'),
]

/** Of the processes of orders the one that has most orders in hand when the moment comes. */
export const OWNER = 'orders'

/** Who has a part in a step; struck at each of them. */
const participants = [OWNER, 'products', 'payments', 'payment-provider', 'orders-worker', 'database'] as const

/** So many blows alone strike every process. */
const FIRST = 24

/**
 * What is struck, when and how: the same for the same seed. Every step of a checkout is met with every participant before one is met twice, in a
 * drawn order; between them strikes come at random, everybody once before anybody twice.
 */
export function planBlows(chance: Chance, facts: PlanFacts): Blow[] {
  const { kills, bus, processes, leaseMs } = facts
  if (facts.ownersOnly === true) return Array.from({ length: kills }, () => strikeOwner(chance, leaseMs))
  const atSteps = endlessly(chance.shuffled(participants.flatMap((name) => steps.map((moment) => ({ name, moment })))))
  const everyone = endlessly(chance.shuffled([...processes, 'database', ...(bus === 'kafka' ? ['broker'] : [])]))
  return Array.from({ length: kills }, (_, nth): Blow => {
    const met = nth % (nth < FIRST ? 3 : 2) === 0 ? atSteps() : undefined
    const target = met?.name ?? everyone()
    const moment: Moment = met?.moment ?? { kind: 'after', ms: chance.between(50, 600) }
    const how = howOf(target, chance)
    return { moment, target, how, forMs: durationOf(target, how, { chance, leaseMs }) }
  })
}

/** So many steps lead a checkout to its end; at each of them its order is in somebody's hands. */
const FORWARD = 7

function strikeOwner(chance: Chance, leaseMs: number): Blow {
  const how = chance.weighted({ kill: 1, freeze: 1 })
  const moment = chance.pick(steps.slice(0, FORWARD))
  return { moment, target: OWNER, how, forMs: durationOf(OWNER, how, { chance, leaseMs }), alone: true }
}

/** One after another, and from the beginning again. */
function endlessly<Value>(values: readonly Value[]): () => Value {
  let nth = -1
  return () => {
    nth += 1
    const value = values[nth % values.length]
    if (value === undefined) throw new RangeError('There is nothing to take')
    return value
  }
}

/** Whether a process, or the one that is meant, has orders in hand. */
export const ownsOrders = (target: string): boolean => target === OWNER || /^orders-\d+$/.test(target)

function howOf(target: string, chance: Chance): How {
  if (target === 'database') return chance.weighted({ kill: 2, backend: 1 })
  if (target === 'broker') return chance.weighted({ kill: 1, cut: 1, stall: 1 })
  if (target === 'router' || target === 'payment-provider')
    return chance.weighted({ kill: 6, terminate: 1, freeze: 2, delay: target === 'router' ? 0 : 2 })
  if (ownsOrders(target)) return chance.weighted({ kill: 6, terminate: 1, freeze: 4, cut: 2, stall: 2 })
  const called = target === 'products' || target === 'payments'
  return chance.weighted({ kill: 6, terminate: 1, freeze: 2, cut: 2, stall: 2, delay: called ? 3 : 0 })
}

interface Timing {
  readonly chance: Chance
  readonly leaseMs: number
}

/** Owners stand still for longer than their lease, so that others take over before they wake. */
function durationOf(target: string, how: How, { chance, leaseMs }: Timing): number {
  if (how === 'kill' || how === 'terminate') return chance.between(0, 800)
  if (how === 'backend') return 0
  if (ownsOrders(target)) return leaseMs + chance.between(700, 1500)
  return chance.between(300, 2500)
}
