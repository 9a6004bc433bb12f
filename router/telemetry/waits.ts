/** How long a request has waited for subgraphs, however many it asked at once. */
export interface Waits {
  begin(): void
  end(): void
  /** So far, in milliseconds. */
  total(): number
}

/** Counts from now on. */
export function createWaits(now: () => number = () => performance.now()): Waits {
  let asked = 0
  let since = 0
  let waited = 0
  return {
    begin() {
      if (asked++ === 0) since = now()
    },
    end() {
      if (--asked === 0) waited += now() - since
    },
    total: () => (asked === 0 ? waited : waited + now() - since),
  }
}
