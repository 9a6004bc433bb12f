/** When a process that waits is looked at again. */
export interface Timer {
  /** The pause, in milliseconds. */
  readonly pauseMs: number
  /** No pause goes past this moment; null where nothing expires. */
  readonly notAfter: Date | null
}

/**
 * Step type "timer": how long to wait from now, in milliseconds. The wait itself is a row whose time comes by the clock of the database, so it
 * survives every process.
 */
export function waitFor({ pauseMs, notAfter }: Timer, now: Date): number {
  if (notAfter === null) return pauseMs
  return Math.max(0, Math.min(pauseMs, notAfter.getTime() - now.getTime()))
}

/** A pause that doubles with every failure in a row, up to a longest one; in milliseconds. */
export function growingPause(failures: number, { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number }): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30))
}
