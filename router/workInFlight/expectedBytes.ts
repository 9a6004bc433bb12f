/** What operations are likely to need, by what they have needed. */
export interface ExpectedBytes {
  /** 0 where an operation has not been seen, or is small. */
  of(operation: string): number
  /** Learns what an operation has needed. */
  learn(operation: string, bytes: number): void
}

/** A new figure counts a quarter: one odd answer among many changes little. */
const NEW = 0.25

/** Remembers at most so many operations, each that needs less than `small` as needing nothing. */
export function createExpectedBytes({ small, limit }: { readonly small: number; readonly limit: number }): ExpectedBytes {
  const known = new Map<string, number>()
  return {
    of: (operation) => known.get(operation) ?? 0,
    learn(operation, bytes) {
      const before = known.get(operation)
      if (before === undefined && bytes < small) return
      const after = before === undefined ? bytes : before + (bytes - before) * NEW
      known.delete(operation)
      if (after < small) return
      known.set(operation, after)
      const [oldest] = known.keys()
      if (known.size > limit && oldest !== undefined) known.delete(oldest)
    },
  }
}
