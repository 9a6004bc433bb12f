/** How pauses between attempts grow. */
export interface Backoff {
  /** The first pause is at most this long. @default 100 */
  readonly baseMs?: number
  /** No pause is longer. @default 5000 */
  readonly maxMs?: number
}

/**
 * Milliseconds to wait after the n-th failure (from 1): a random part, at least half, of a bound that doubles. Those that failed together do not come
 * back together.
 */
export function retryDelay(failures: number, { baseMs = 100, maxMs = 5000 }: Backoff = {}, random: () => number = Math.random): number {
  const bound = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30))
  return bound / 2 + (bound / 2) * random()
}
