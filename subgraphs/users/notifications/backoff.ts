const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** How long to wait after each failed attempt; after the last of them a message has failed. Eight hours in all: a night's outage is outlived. */
export const WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR] as const

/** So often a message is tried at most. */
export const MOST_ATTEMPTS = WAITS_MS.length + 1

/**
 * When to try again after so many attempts have failed; undefined when it was the last.
 * @param random from 0 up to 1: messages that failed together do not come back together
 */
export function nextAttempt(attempts: number, now: Date, random: () => number): Date | undefined {
  const wait = WAITS_MS[attempts - 1]
  return wait === undefined ? undefined : new Date(now.getTime() + Math.round(wait * (1 + random() / 4)))
}
