/** How long a request has waited for subgraphs, however many it asked at once, and how much they answered. */
export interface Waits {
  begin(): void
  end(): void
  /** Counts an answer's length. */
  took(bytes: number): void
  /** So far. */
  bytes(): number
  /** So far, in milliseconds. */
  total(): number
}

/** Counts from now on. */
export function createWaits(now: () => number = () => performance.now()): Waits {
  let asked = 0
  let since = 0
  let waited = 0
  let taken = 0
  return {
    begin() {
      if (asked++ === 0) since = now()
    },
    end() {
      if (--asked === 0) waited += now() - since
    },
    took: (bytes) => void (taken += bytes),
    bytes: () => taken,
    total: () => (asked === 0 ? waited : waited + now() - since),
  }
}
