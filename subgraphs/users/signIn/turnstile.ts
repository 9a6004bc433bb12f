import { fail, ok, type Result } from '@agora/errors/result.ts'

/** Lets one piece of work through at a time for each key. */
export interface Turnstile {
  /** Waits its turn. Refused at once when too many wait already. */
  pass<Value>(key: string, work: () => Promise<Value>): Promise<Result<Value, 'crowded'>>
}

/**
 * Attempts on one account go one after another: guesses cannot be checked side by side, and people who sign in at the same
 * moment do not look like guessers to the throttle, which counts each attempt before it is made.
 * @param most how many may wait or work for one key
 */
export function createTurnstile(most: number): Turnstile {
  const lines = new Map<string, { last: Promise<unknown>; length: number }>()
  return {
    async pass(key, work) {
      const line = lines.get(key) ?? { last: Promise.resolve(), length: 0 }
      if (line.length >= most) return fail('crowded')
      lines.set(key, line)
      line.length += 1
      const turn = line.last.then(work)
      line.last = turn.catch(() => undefined)
      try {
        return ok(await turn)
      } finally {
        line.length -= 1
        if (line.length === 0) lines.delete(key)
      }
    },
  }
}
