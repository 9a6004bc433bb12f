import { AsyncLocalStorage } from 'node:async_hooks'

/** For how long somebody waits for what is being done. */
export interface Deadline {
  /** Milliseconds that are left: 0 once it is over, Infinity once it was lifted. */
  remainingMs(): number
  /** Nobody waits any more: it is over now. */
  end(): void
  /** What is under way may go on to its end, however long that takes. */
  lift(): void
}

/** Something was not begun because nobody waits for it any more. */
export class DeadlineOver extends Error {
  override readonly name = 'DeadlineOver'

  constructor() {
    super('Nobody waits for this any more')
  }
}

const current = new AsyncLocalStorage<Deadline>()

/**
 * Begins a deadline.
 * @param timeoutMs in milliseconds, at most 2^31 - 1; Infinity for whoever waits until it is ended
 * @param onOver told once, when it is over, unless it was lifted before
 */
export function beginDeadline(timeoutMs: number, onOver: () => void): Deadline {
  let endsAt = performance.now() + timeoutMs
  let isSettled = false
  const settle = (at: number): boolean => {
    if (isSettled) return false
    isSettled = true
    endsAt = at
    clearTimeout(timer)
    return true
  }
  const end = (): void => void (settle(-Infinity) && onOver())
  const timer = timeoutMs === Infinity ? undefined : setTimeout(end, timeoutMs)
  return { remainingMs: () => Math.max(0, endsAt - performance.now()), end, lift: () => void settle(Infinity) }
}

/** Does work under a deadline, with whatever it waits for and begins. */
export function underDeadline<Answer>(deadline: Deadline, work: () => Answer): Answer {
  return current.run(deadline, work)
}

/** The deadline of the work that asks; undefined where nobody set one. */
export function currentDeadline(): Deadline | undefined {
  return current.getStore()
}

/** Milliseconds that are left for the work that asks; Infinity where nobody set a deadline. */
export function remainingMs(): number {
  return current.getStore()?.remainingMs() ?? Infinity
}

/** Wraps a function so that it always runs under no deadline: work for many must not end with the wait of the one who happened to begin it. */
export function underNoDeadline<Args extends readonly unknown[], Answer>(work: (...args: Args) => Answer): (...args: Args) => Answer {
  return (...args) => current.exit(() => work(...args))
}
