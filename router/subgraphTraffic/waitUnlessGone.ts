import { followSignal } from '../execution/http/followSignal.ts'

/** Waits; false as soon as the signal is aborted. */
export async function waitUnlessGone(ms: number, signal: AbortSignal): Promise<boolean> {
  if (ms <= 0 || signal.aborted) return !signal.aborted
  return new Promise((resolve) => {
    const end = (isThere: boolean): void => {
      clearTimeout(timer)
      unfollow()
      resolve(isThere)
    }
    const timer = setTimeout(() => end(true), ms)
    const unfollow = followSignal(signal, () => end(false))
  })
}
