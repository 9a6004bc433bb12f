import { createRollingShare } from './rollingShare.ts'

/** `closed` lets calls through, `open` none, `half-open` one at a time until it is known how that one ended. */
export type CircuitState = 'closed' | 'half-open' | 'open'

/** How a call ended, as far as the other side's health goes; `neither` tells nothing, such as a call that its caller gave up. */
export type Outcome = 'answer' | 'outage' | 'neither'

/** What the breaker holds of a call that it let through; to be settled exactly once. */
export type Permit = (outcome: Outcome) => void

/** Stops calls to what does not answer, so that neither side drowns in calls that wait in vain. */
export interface CircuitBreaker {
  readonly state: CircuitState
  /** A permit for one call, or undefined while no call may be made. */
  enter(): Permit | undefined
  /** Somebody has seen that the other side answers again: while it is open it tries one call now, and waits no longer. */
  retryNow(): void
}

/** When a breaker opens and for how long. */
export interface BreakerOptions {
  /** The share of outages that opens it. @default 0.5 */
  readonly threshold?: number
  /** The window that is looked at, in milliseconds. @default 10_000 */
  readonly windowMs?: number
  /** Fewer calls in the window than this say nothing. @default 10 */
  readonly minimumCalls?: number
  /** How long it stays open before it tries one call, in milliseconds. @default 30_000 */
  readonly openMs?: number
  /** Milliseconds that never go back. @default performance.now */
  readonly clock?: () => number
  readonly onChange?: (state: CircuitState) => void
}

/** Makes a breaker, closed. */
export function createCircuitBreaker(options: BreakerOptions = {}): CircuitBreaker {
  const { openMs = 30_000, clock = () => performance.now(), onChange = () => undefined } = options
  const health = createHealth({ ...options, clock })
  let state: CircuitState = 'closed'
  let openedAt = 0
  let probing = false

  const become = (next: CircuitState): void => {
    if (next === 'open') openedAt = clock()
    health.clear()
    probing = false
    state = next
    onChange(next)
  }
  const settleClosed: Permit = (outcome) => {
    // A call from before the circuit opened says nothing about how things stand now.
    if (state !== 'closed' || outcome === 'neither') return
    if (health.isBadAfter(outcome)) become('open')
  }
  const settleProbe: Permit = (outcome) => {
    probing = false
    if (outcome !== 'neither') become(outcome === 'answer' ? 'closed' : 'open')
  }
  return {
    get state() {
      return state
    },
    enter() {
      if (state === 'closed') return settleClosed
      if (state === 'open') {
        if (clock() - openedAt < openMs) return undefined
        become('half-open')
      }
      if (probing) return undefined
      probing = true
      return settleProbe
    },
    retryNow() {
      if (state === 'open') become('half-open')
    },
  }
}

/** What the last window says of the other side. */
function createHealth({ threshold = 0.5, windowMs = 10_000, minimumCalls = 10, clock }: BreakerOptions & { readonly clock: () => number }) {
  const outages = createRollingShare(windowMs, clock)
  return {
    clear: () => outages.clear(),
    isBadAfter(outcome: 'answer' | 'outage'): boolean {
      outages.add(1, outcome === 'outage' ? 1 : 0)
      if (outcome === 'answer') return false
      const { all, part } = outages.sums()
      return all >= minimumCalls && part >= all * threshold
    },
  }
}
