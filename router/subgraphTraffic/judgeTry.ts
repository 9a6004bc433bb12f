import type { Outcome } from '@agora/resilience/circuitBreaker.ts'

import type { Reply } from '../execution/http/createPost.ts'
import { CallFailed } from '../execution/http/replyErrors.ts'
import { holdsGraphqlAnswer } from '../execution/readSubgraphAnswer.ts'
import { retryAfterMs } from './retryAfter.ts'

/** How one try ended: with a reply, or with what went wrong. */
export type Tried = { readonly reply: Reply } | { readonly error: unknown }

/** What a try says of the replica and of a further try. */
export interface Verdict {
  /** For the breaker. A subgraph that answers GraphQL is there, whatever errors it tells of; one that says it is busy is there as well. */
  readonly outcome: Outcome
  /** Why the same call may do better in a moment; undefined where it would not. */
  readonly again?: 'unsent' | 'broken' | 'late' | 'unavailable'
  /** How long the subgraph asked to be left alone. */
  readonly retryAfterMs?: number | undefined
}

const ANSWERED: Verdict = { outcome: 'answer' }
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504])

/**
 * Judges a try.
 * @param now milliseconds since 1970
 * @param isSilent whether the replica has answered nothing at all for long. A call that its client gave up tells of an outage only then: what takes long by
 * itself while others are answered is a slow query, and clients that leave on purpose must not be able to stop everybody's calls.
 */
export function judgeTry(tried: Tried, now: number, isSilent = false): Verdict {
  if ('error' in tried) return judgeFailure(tried.error, isSilent)
  const { status } = tried.reply
  if (status < 500 && status !== 429) return ANSWERED
  const { text, headers } = tried.reply
  if (holdsGraphqlAnswer(text)) return ANSWERED
  const asked = retryAfterMs(headers['retry-after'], now)
  if (status === 429) return { outcome: 'neither', again: 'unavailable', retryAfterMs: asked }
  return UNAVAILABLE.has(status) ? { outcome: 'outage', again: 'unavailable', retryAfterMs: asked } : { outcome: 'outage' }
}

/** What is no failed call was read and found too long or unreadable: the subgraph is there. */
function judgeFailure(error: unknown, isSilent: boolean): Verdict {
  if (!(error instanceof CallFailed)) return ANSWERED
  return error.how === 'gone' ? { outcome: isSilent ? 'outage' : 'neither' } : { outcome: 'outage', again: error.how }
}
