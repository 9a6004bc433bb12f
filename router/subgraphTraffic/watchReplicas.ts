import type { Posted } from '../execution/http/createPost.ts'
import { CallFailed } from '../execution/http/replyErrors.ts'
import { rest, wake, type Replica } from './replica.ts'

/** What the replicas of a subgraph are looked at with. */
export interface WatchOptions {
  readonly replicas: readonly Replica[]
  readonly intervalMs: number
  /** The headers of a question that the router asks in nobody's name. */
  readonly headers: () => readonly string[]
  /** Milliseconds that never go back. */
  readonly clock: () => number
}

const LONGEST_LOOK_MS = 2000
const NOBODY = new AbortController().signal

/**
 * Looks at each replica again and again, until the function that it answers is called; at one that has no others beside it only while its circuit is open.
 * One that answers is preferred again at once, and its circuit tries a call without waiting for its time; one that does not rests.
 */
export function watchReplicas({ replicas, intervalMs, headers, clock }: WatchOptions): () => void {
  const timeoutMs = Math.min(LONGEST_LOOK_MS, intervalMs)
  const look = async (replica: Replica): Promise<void> => {
    const question: Posted = { body: '{"query":"{__typename}"}', headers: headers(), signal: NOBODY, timeoutMs }
    if (await isThere(replica, question)) {
      replica.breaker.retryNow()
      return wake(replica)
    }
    // A rest ends no earlier than the next look.
    rest(replica, clock())
    replica.restsUntil = Math.max(replica.restsUntil, clock() + intervalMs + timeoutMs)
  }
  const lookAround = (): void => {
    for (const replica of replicas) if (replicas.length > 1 || replica.breaker.state === 'open') void look(replica)
  }
  const timer = setInterval(lookAround, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

async function isThere({ post }: Replica, question: Posted): Promise<boolean> {
  try {
    return (await post(question)).status < 500
  } catch (error) {
    return !(error instanceof CallFailed)
  }
}
