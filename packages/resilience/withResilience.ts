import { setTimeout as sleep } from 'node:timers/promises'

import { fail, type Result } from '@agora/errors/result.ts'

import { createCircuitBreaker, type BreakerOptions, type CircuitBreaker, type Outcome } from './circuitBreaker.ts'
import type { ResilienceMetrics } from './resilienceMetrics.ts'
import { createRetryBudget, type BudgetOptions, type RetryBudget } from './retryBudget.ts'

/** What each failure means; the one thing that only the caller knows. */
export interface FaultTable<Fault> {
  /** Whether it tells of an outage of the other side, is an answer of a healthy one, or neither. */
  readonly outcomeOf: (fault: Fault) => Outcome
  /** Whether the same call may do better in a moment. */
  readonly retryable: (fault: Fault) => boolean
  /** What a call is answered with while the circuit is open. */
  readonly open: Fault
}

/** How calls to one other process are made. One policy a process that is called: its circuit and its budget are shared by all calls. */
export interface ResiliencePolicy<Fault> {
  readonly faults: FaultTable<Fault>
  readonly breaker: CircuitBreaker
  readonly budget: RetryBudget
  readonly tries: number
  readonly tryMs: number
  readonly backoff: (failedTries: number) => number
  readonly clock: () => number
  readonly wait: (ms: number) => Promise<unknown>
  readonly onRetry: () => void
}

/** What a policy is made of. */
export interface PolicyOptions<Fault> {
  /** Who is called; the label of its metrics. */
  readonly target: string
  readonly faults: FaultTable<Fault>
  readonly metrics?: ResilienceMetrics
  readonly breaker?: Omit<BreakerOptions, 'clock' | 'onChange'>
  readonly budget?: Omit<BudgetOptions, 'clock'>
  /** The first try included. @default 3 */
  readonly tries?: number
  /** The longest that one try may take, in milliseconds, so that a reply that was lost leaves time for another try. @default the whole time */
  readonly tryMs?: number
  /** The longest wait before the second try, in milliseconds; it doubles with each further one. @default 50 */
  readonly firstBackoffMs?: number
  /** @default 1000 */
  readonly longestBackoffMs?: number
  /** Milliseconds that never go back. @default performance.now */
  readonly clock?: () => number
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number
  /** @default a timer */
  readonly wait?: (ms: number) => Promise<unknown>
}

/** Makes the policy for calls to one other process. */
export function createResilience<Fault>(options: PolicyOptions<Fault>): ResiliencePolicy<Fault> {
  const { target, faults, metrics, tries = 3, tryMs = Infinity, firstBackoffMs = 50, longestBackoffMs = 1000 } = options
  const { clock = () => performance.now(), random = Math.random, wait = sleep } = options
  const watch = metrics?.follow(target)
  const breaker = createCircuitBreaker({ ...options.breaker, clock, onChange: (state) => watch?.became(state) })
  return {
    faults,
    breaker,
    budget: createRetryBudget({ ...options.budget, clock }),
    tries,
    tryMs,
    // Full jitter: callers that failed together do not come back together.
    backoff: (failedTries) => random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failedTries - 1)),
    clock,
    wait,
    onRetry: () => watch?.retried(),
  }
}

/** One call as its caller wants it. */
export interface ResilientCall<Value, Fault> {
  /** For all tries and the waits between them, in milliseconds. */
  readonly timeoutMs: number
  /** Whether having run twice does no harm. What is not is tried once. */
  readonly idempotent: boolean
  /** One try, which is given what is left of the time. What it throws is an outage and is thrown on. */
  readonly run: (timeoutMs: number) => Promise<Result<Value, Fault>>
}

/** Makes a call by a policy: through the breaker, and again after a failure that may pass, while deadline and budget allow it. */
export async function withResilience<Value, Fault>(
  policy: ResiliencePolicy<Fault>,
  { timeoutMs, idempotent, run }: ResilientCall<Value, Fault>,
): Promise<Result<Value, Fault>> {
  const { faults, budget, clock, tryMs } = policy
  const deadline = clock() + timeoutMs
  const tries = idempotent ? policy.tries : 1
  let last = await tryOnce(policy, () => {
    // Only what is really sent counts: an open circuit answers fast, and would earn a budget that its other side has to bear.
    budget.call()
    return run(Math.min(tryMs, timeoutMs))
  })
  for (let made = 1; made < tries && !last.ok && faults.retryable(last.error); made++) {
    const pause = policy.backoff(made)
    // With the circuit open or the time over there is nothing to wait for: the failure that is known is the answer.
    if (policy.breaker.state === 'open' || clock() + pause >= deadline || !budget.spend()) return last
    await policy.wait(pause)
    const left = deadline - clock()
    if (left <= 0) return last
    policy.onRetry()
    last = await tryOnce(policy, () => run(Math.min(tryMs, left)))
  }
  return last
}

async function tryOnce<Value, Fault>(
  { breaker, faults }: ResiliencePolicy<Fault>,
  run: () => Promise<Result<Value, Fault>>,
): Promise<Result<Value, Fault>> {
  const settle = breaker.enter()
  if (settle === undefined) return fail(faults.open)
  try {
    const result = await run()
    settle(result.ok ? 'answer' : faults.outcomeOf(result.error))
    return result
  } catch (error) {
    settle('outage')
    throw error
  }
}
