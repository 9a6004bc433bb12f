import type { Verdict } from './judgeTry.ts'

/** What decides whether a call is tried again. */
export interface NextTryFacts {
  readonly verdict: Verdict
  /** Whether having been answered twice does no harm: queries, and mutations that are marked so. */
  readonly repeatable: boolean
  /** Tries made. */
  readonly made: number
  /** The most that are made. */
  readonly most: number
  /** Whether there is a replica that this call was not sent to and that is not known to be down. */
  readonly elsewhere: boolean
  /** Milliseconds that the call has left. */
  readonly leftMs: number
  /** The wait, with jitter, that a further try is due. */
  readonly backoffMs: number
  /** Takes one retry from the budget, if there is one. */
  readonly spend: () => boolean
}

/** Timers fire up to a few milliseconds early; what is left of a call then is too short for an answer. */
const SHORTEST_TRY_MS = 5

/**
 * How long to wait before the next try, in milliseconds; undefined where there is to be none. What was certainly not sent goes to another replica at once,
 * and so does, a first time, what can be repeated: a replica that ends hands its calls over, which multiplies nothing, so the budget does not count it. A request
 * that breaks whoever works on it is thereby sent to two at most, and then only as the budget allows.
 */
export function nextTry({ verdict, repeatable, made, most, elsewhere, leftMs, backoffMs, spend }: NextTryFacts): number | undefined {
  const { again, retryAfterMs = 0 } = verdict
  if (again === undefined || leftMs < SHORTEST_TRY_MS) return undefined
  if (again === 'unsent' && elsewhere) return 0
  if (made >= most || !(repeatable || again === 'unsent')) return undefined
  if (again === 'broken' && elsewhere && made === 1) return 0
  const pause = elsewhere ? backoffMs : retryAfterMs + backoffMs
  return pause <= leftMs - SHORTEST_TRY_MS && spend() ? pause : undefined
}
