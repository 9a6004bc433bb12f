import { ProviderSlow } from './provider.ts'

/** How long whoever asks still waits, in milliseconds. */
export type LeftMs = () => number

/** A call that is made: aborted by its signal once nobody waits for it any longer. */
export type Ask<Answer> = (signal: AbortSignal) => Promise<Answer>

/** What noting and passing on an answer takes: a call ends so much before its asker's deadline, who then still hears that it is unknown. */
const ANSWER_MS = 200
/** However little is left, a call gets so long: one that is cut before it can be answered makes a payment unknown for nothing. */
const FLOOR_MS = 250

/** Makes calls for those who wait. */
export interface SharedCalls<Answer> {
  /** One call for all who ask by the same key at once. It lasts as long as the most patient of them waits. */
  shared(key: string, ask: Ask<Answer>, leftMs: LeftMs | undefined): Promise<Answer>
  /** A call for one. */
  alone(ask: Ask<Answer>, leftMs: LeftMs | undefined): Promise<Answer>
}

/**
 * Each call is cut when all who wait for it have no time left, and rejects with ProviderSlow: it may have happened. Who brings no deadline waits for as
 * long as the provider's adapter does, and no call lasts longer than that.
 */
export function createSharedCalls<Answer>(): SharedCalls<Answer> {
  const running = new Map<string, Running<Answer>>()
  const shared = (key: string, ask: Ask<Answer>, leftMs: LeftMs | undefined): Promise<Answer> => {
    const there = running.get(key) ?? begin(ask, () => running.delete(key))
    running.set(key, there)
    there.waitFor(leftMs)
    return there.answer
  }
  const alone = (ask: Ask<Answer>, leftMs: LeftMs | undefined): Promise<Answer> => {
    const call = begin(ask, () => undefined)
    call.waitFor(leftMs)
    return call.answer
  }
  return { shared, alone }
}

interface Running<Answer> {
  readonly answer: Promise<Answer>
  /** Somebody more waits, so long. */
  waitFor(leftMs: LeftMs | undefined): void
}

function begin<Answer>(ask: Ask<Answer>, ended: () => void): Running<Answer> {
  const controller = new AbortController()
  const { promise: cut, reject } = Promise.withResolvers<never>()
  let until = 0
  let timer: NodeJS.Timeout | undefined
  const end = (): void => {
    // First the reason, then what it does to the call.
    reject(new ProviderSlow('Nobody waits any longer'))
    controller.abort()
  }
  const over = (): void => {
    clearTimeout(timer)
    ended()
  }
  return {
    answer: Promise.race([ask(controller.signal), cut]).finally(over),
    waitFor(leftMs) {
      const waitMs = leftMs === undefined ? Infinity : Math.max(FLOOR_MS, leftMs() - ANSWER_MS)
      if (performance.now() + waitMs <= until) return
      until = performance.now() + waitMs
      clearTimeout(timer)
      if (waitMs !== Infinity) timer = setTimeout(end, waitMs)
    },
  }
}
