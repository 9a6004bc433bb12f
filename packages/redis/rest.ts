/** A pause that somebody is given. */
export interface Rest {
  begin(): void
  isResting(): boolean
}

/** A pause of so many milliseconds, on a clock that never jumps. */
export function createRest(milliseconds: number, now: () => number = () => performance.now()): Rest {
  let until = -Infinity
  return {
    begin() {
      until = now() + milliseconds
    },
    isResting: () => now() < until,
  }
}
