/** How many of the things that were counted in the last window were of the kind that matters. */
export interface RollingShare {
  add(all: number, part: number): void
  sums(): { readonly all: number; readonly part: number }
  /** Forgets everything. */
  clear(): void
}

const SLOTS = 10

/** Counts over a window that rolls on in tenths. The clock must never go back: milliseconds since any moment. */
export function createRollingShare(windowMs: number, clock: () => number): RollingShare {
  const slotMs = windowMs / SLOTS
  const all = new Array<number>(SLOTS).fill(0)
  const part = new Array<number>(SLOTS).fill(0)
  let newest = Math.floor(clock() / slotMs)
  const clear = (): void => {
    all.fill(0)
    part.fill(0)
  }
  const roll = (): number => {
    const now = Math.floor(clock() / slotMs)
    if (now - newest >= SLOTS) clear()
    else for (let slot = newest + 1; slot <= now; slot++) all[slot % SLOTS] = part[slot % SLOTS] = 0
    newest = Math.max(newest, now)
    return newest % SLOTS
  }
  return {
    add(more, ofThem) {
      const slot = roll()
      all[slot] = (all[slot] ?? 0) + more
      part[slot] = (part[slot] ?? 0) + ofThem
    },
    sums() {
      roll()
      return { all: sumOf(all), part: sumOf(part) }
    },
    clear,
  }
}

function sumOf(slots: readonly number[]): number {
  let sum = 0
  for (const count of slots) sum += count
  return sum
}
