import { createRollingShare } from './rollingShare.ts'

/** How much may be tried again, so that an outage is not answered with several times the usual load. */
export interface RetryBudget {
  /** Counts a call, not its retries. */
  call(): void
  /** Whether one more try may be made now; if so, it is counted. */
  spend(): boolean
}

/** How large a budget is. */
export interface BudgetOptions {
  /** Retries for each call of the window. @default 0.2 */
  readonly share?: number
  /** Retries that are always there, or a process with few calls could never try again. @default 3 */
  readonly floor?: number
  /** @default 10_000 */
  readonly windowMs?: number
  /** Milliseconds that never go back. @default performance.now */
  readonly clock?: () => number
}

/** Makes a budget that all calls to one other process share. */
export function createRetryBudget(options: BudgetOptions = {}): RetryBudget {
  const { share = 0.2, floor = 3, windowMs = 10_000, clock = () => performance.now() } = options
  const retries = createRollingShare(windowMs, clock)
  return {
    call: () => retries.add(1, 0),
    spend() {
      const { all, part } = retries.sums()
      if (part + 1 > Math.max(floor, all * share)) return false
      retries.add(0, 1)
      return true
    },
  }
}
