/** What is remembered of the attempts on one address, whether or not it has an account. */
export interface Attempts {
  readonly failures: number
  readonly lastAttemptAt: Date
  readonly lockedUntil: Date | null
}

/** What becomes of an attempt: it may be made and is counted ahead as a failure, or it is not looked at before `retryAfter`. */
export type Claim = { readonly allowed: true; readonly next: Attempts } | { readonly allowed: false; readonly retryAfter: Date }

/** The failure that locks first. */
const FREE_FAILURES = 5
const FIRST_LOCK_SECONDS = 30
const LONGEST_LOCK_SECONDS = 15 * 60
/** After a day without an attempt the count begins anew. */
export const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000

/**
 * Claims the right to check one password. It is counted before it is checked, so that attempts made at the same moment cannot
 * outrun the lock; success takes the count away again.
 */
export function claimAttempt(known: Attempts | undefined, now: Date): Claim {
  if (known?.lockedUntil && known.lockedUntil > now) return { allowed: false, retryAfter: known.lockedUntil }
  const remembered = known !== undefined && now.getTime() - known.lastAttemptAt.getTime() < FORGOTTEN_AFTER_MS ? known.failures : 0
  const failures = remembered + 1
  return { allowed: true, next: { failures, lastAttemptAt: now, lockedUntil: lockAfter(failures, now) } }
}

function lockAfter(failures: number, now: Date): Date | null {
  if (failures < FREE_FAILURES) return null
  const seconds = Math.min(FIRST_LOCK_SECONDS * 2 ** (failures - FREE_FAILURES), LONGEST_LOCK_SECONDS)
  return new Date(now.getTime() + seconds * 1000)
}
