import type { Order } from '../order/order.ts'
import { growingPause, waitFor } from '../steps/timer.ts'
import type { Answered } from './decide.ts'
import { next } from './steps.ts'

/** Why and until when nothing is asked for an order. */
export type Rest =
  /** Something can be asked at once. */
  | { readonly kind: 'none' }
  /** Nothing is left to do: the process row goes. */
  | { readonly kind: 'over' }
  /** A person must look. */
  | { readonly kind: 'parked'; readonly error: string }
  /** Somebody else takes his time: asked again after a while, or when an event says that it is worth it. */
  | { readonly kind: 'waiting'; readonly forMs: number }
  /** A call failed: tried again after a pause that grows. */
  | { readonly kind: 'failed'; readonly forMs: number; readonly attempts: number; readonly error: string }

/** How long the checkout waits, and how often it tries. */
export interface Patience {
  /** Attempts of a step before the pivot, each of several tries; then the order is given up. */
  readonly attempts: number
  /** Attempts of a step that may not be given up, after the pivot and on the way back; then a person must look. */
  readonly attemptsOnward: number
  /** The pause after the first failed attempt, in milliseconds; it doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** How often a pending payment or refund is asked for, in milliseconds. */
  readonly pollMs: number
}

/**
 * What is used unless a test is in a hurry. A buyer waits for half a minute; a step that may not be given up outlasts several openings of the
 * circuit to the other domain, each of 30 s, so that an outage of minutes needs nobody.
 */
export const defaultPatience: Patience = { attempts: 8, attemptsOnward: 14, firstPauseMs: 200, longestPauseMs: 30_000, pollMs: 5000 }

/** How often a step of the order is attempted. */
export const attemptsOf = ({ phase }: Pick<Order, 'phase'>, { attempts, attemptsOnward }: Patience): number =>
  phase === 'PENDING' ? attempts : attemptsOnward

/** How things went. */
export interface Attempt {
  readonly answered: readonly Answered[]
  /** Attempts that failed in a row before this one, without any progress. */
  readonly failedBefore: number
  readonly progressed: boolean
  readonly now: Date
}

/** What is to be done with an order after an attempt. */
export function restOf(order: Order, { answered, failedBefore, progressed, now }: Attempt, patience: Patience): Rest {
  if (order.phase === 'NEEDS_ATTENTION') return { kind: 'parked', error: `${order.attention?.step}: ${order.attention?.code}` }
  const open = next(order)
  const unanswered = answered.filter(({ call }) => open.some(({ step, refundId }) => step === call.step && refundId === call.refundId))
  const failure = unanswered.map(({ reply }) => reply).find((reply) => reply.kind === 'unknown')
  if (failure !== undefined) return failed(order, { failure: failure.message, attempts: progressed ? 1 : failedBefore + 1, now }, patience)
  if (unanswered.some(({ reply }) => reply.kind === 'pending'))
    return { kind: 'waiting', forMs: waitFor({ pauseMs: patience.pollMs, notAfter: expiryOf(order) }, now) }
  return open.length > 0 ? { kind: 'none' } : { kind: 'over' }
}

function failed(order: Order, { failure, attempts, now }: { failure: string; attempts: number; now: Date }, patience: Patience): Rest {
  const pauseMs = growingPause(attempts, { firstMs: patience.firstPauseMs, longestMs: patience.longestPauseMs })
  return { kind: 'failed', forMs: waitFor({ pauseMs, notAfter: expiryOf(order) }, now), attempts, error: failure.slice(0, 500) }
}

/** When an order gives up waiting for its payment; null once it waits no longer. */
const expiryOf = ({ phase, placed }: Order): Date | null => (phase === 'PENDING' ? new Date(placed.expiresAt) : null)
