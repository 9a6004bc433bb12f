import type { CircuitBreaker, Permit } from '@agora/resilience/circuitBreaker.ts'

import type { Post } from '../execution/http/createPost.ts'

/** One of the processes that serve a subgraph, and what is known of it. */
export interface Replica {
  /** The subgraph's name; with a number where it has several. */
  readonly name: string
  readonly post: Post
  readonly breaker: CircuitBreaker
  inFlight: number
  /** Until when others are preferred, by a clock that never goes back. */
  restsUntil: number
  /** Connections that were refused or broke, one after another. */
  failures: number
  /** When it was last chosen, counted in choices. */
  chosenAt: number
  /** When a reply of it last came, by the same clock. */
  answeredAt: number
}

/** A replica, with the leave of its breaker to call it. */
export interface Chosen {
  readonly replica: Replica
  readonly settle: Permit
}

const FIRST_REST_MS = 1000
const LONGEST_REST_MS = 30_000

let choices = 0

/**
 * Chooses the replica with the least in flight, of several the one that has waited longest: those that this call was not sent to before all others, those that
 * do not rest before those that do. Undefined where no breaker lets a call through.
 */
export function chooseReplica(replicas: readonly Replica[], tried: readonly Replica[], now: number): Chosen | undefined {
  const order = replicas.length === 1 ? replicas : replicas.toSorted((one, other) => rank(one, other, { tried, now }))
  for (const replica of order) {
    const settle = replica.breaker.enter()
    if (settle === undefined) continue
    replica.chosenAt = choices += 1
    return { replica, settle }
  }
  return undefined
}

function rank(one: Replica, other: Replica, { tried, now }: { readonly tried: readonly Replica[]; readonly now: number }): number {
  return (
    Number(tried.includes(one)) - Number(tried.includes(other)) ||
    Number(one.restsUntil > now) - Number(other.restsUntil > now) ||
    one.inFlight - other.inFlight ||
    one.chosenAt - other.chosenAt
  )
}

/** Whether one that was not tried could be called now. */
export function isOneLeft(replicas: readonly Replica[], tried: readonly Replica[], now: number): boolean {
  return replicas.some((replica) => !tried.includes(replica) && replica.restsUntil <= now && replica.breaker.state === 'closed')
}

/** Prefers others for a while: the longer, the oftener in a row it could not be reached. */
export function rest(replica: Replica, now: number): void {
  replica.restsUntil = now + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** replica.failures)
  replica.failures += 1
}

/** Prefers others for as long as the replica asked to be left alone, within reason. */
export function restFor(replica: Replica, ms: number, now: number): void {
  replica.restsUntil = Math.max(replica.restsUntil, now + Math.min(LONGEST_REST_MS, ms))
}

/** It was reached. */
export function wake(replica: Replica): void {
  replica.failures = 0
  replica.restsUntil = 0
}
