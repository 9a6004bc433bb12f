import { setTimeout as wait } from 'node:timers/promises'

import type { WakeListener } from './wake.ts'

const FIRST_BACKOFF_MS = 1000
const LONGEST_BACKOFF_MS = 60_000

/** What follows the store. */
export interface ReaderOptions {
  /** Does the next piece of work, and answers whether there is more at once. */
  readonly turn: () => Promise<boolean>
  readonly listener?: Pick<WakeListener, 'onWake'>
  /** Milliseconds after which it looks without having been woken. @default 200 */
  readonly pollMs?: number
  /** Told of a turn that failed; the next attempts wait a second, two, four … a minute at most. */
  readonly onError: (error: unknown) => void
  /** @default 1000 */
  readonly firstBackoffMs?: number
}

/** Work that goes on until it is stopped. */
export interface RunningReader {
  /** Lets the turn under way end, and begins no other. */
  stop(): Promise<void>
}

/** Takes turns: at once while there is more, else when it is woken, and now and then by itself. */
export function startReader({ turn, listener, pollMs = 200, onError, firstBackoffMs = FIRST_BACKOFF_MS }: ReaderOptions): RunningReader {
  const stopping = new AbortController()
  let woken = false
  let nap = new AbortController()
  const interrupt = (): void => {
    woken = true
    nap.abort()
  }
  const quiet = listener?.onWake(interrupt)
  const sleep = async (milliseconds: number): Promise<void> => {
    nap = new AbortController()
    if (!stopping.signal.aborted) await wait(milliseconds, undefined, { signal: AbortSignal.any([nap.signal, stopping.signal]) }).catch(() => {})
  }
  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      woken = false
      try {
        const more = await turn()
        failures = 0
        if (!more && !woken) await sleep(pollMs)
      } catch (error) {
        onError(error)
        // Nobody wakes a reader out of its backoff: what failed would fail again.
        await wait(Math.min(LONGEST_BACKOFF_MS, firstBackoffMs * 2 ** failures), undefined, { signal: stopping.signal }).catch(() => {})
        failures += 1
      }
    }
  }
  const running = run()
  return {
    async stop() {
      quiet?.()
      stopping.abort()
      await running
    },
  }
}
