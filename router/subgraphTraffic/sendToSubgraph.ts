import { codedError } from '@agora/errors/graphqlError.ts'
import { createRetryBudget, type RetryBudget } from '@agora/resilience/retryBudget.ts'

import type { Reply } from '../execution/http/createPost.ts'
import { createShelf, type Lasting } from '../reload/lasting.ts'
import { judgeTry, type Tried, type Verdict } from './judgeTry.ts'
import { nextTry } from './nextTry.ts'
import { openReplicas, type ReplicasOptions } from './openReplicas.ts'
import { isRepeatable, type Asked } from './repeatable.ts'
import { chooseReplica, isOneLeft, rest, restFor, wake, type Chosen, type Replica } from './replica.ts'
import { TIMEOUT_HEADER } from './timeoutHeader.ts'
import type { TrafficPolicy } from './trafficPolicy.ts'
import { waitUnlessGone } from './waitUnlessGone.ts'
import { watchReplicas } from './watchReplicas.ts'

/** A request to a subgraph on its way out. */
export interface Outgoing extends Asked {
  readonly body: string
  /** The headers of one try: each has a span of its own. */
  readonly headers: () => string[]
  /** Aborted when nobody waits for the reply any more. */
  readonly signal: AbortSignal
}

/** The way to one subgraph through all that protects both sides. */
export interface SubgraphTraffic {
  /**
   * Sends a request, and again where that may help and does no harm. Whatever status came back last is a reply. Rejects as a `Post` does, and with
   * SERVICE_UNAVAILABLE and `retryAfterSeconds` where nothing was sent because too much is in flight or the subgraph is known to be away.
   */
  send(outgoing: Outgoing): Promise<Reply>
  close(): Promise<void>
}

/** What traffic to one subgraph is made of. */
export interface TrafficOptions extends Omit<ReplicasOptions, 'clock' | 'lasting'> {
  /** @default what is opened is closed with it */
  readonly lasting?: Lasting | undefined
  /** The headers of a question that the router asks in nobody's name. */
  readonly ownHeaders: () => string[]
  /** Milliseconds that never go back. @default performance.now */
  readonly clock?: () => number
  /** From 0 up to 1. @default Math.random */
  readonly random?: () => number
}

interface Room extends Required<Omit<TrafficOptions, 'metrics' | 'urls' | 'ownHeaders' | 'lasting'>> {
  readonly replicas: readonly Replica[]
  readonly budget: RetryBudget
  readonly retried: () => void
}

/** Opens the way to a subgraph. */
export function createSubgraphTraffic(options: TrafficOptions): SubgraphTraffic {
  const { name, policy, metrics, ownHeaders, lasting, clock = () => performance.now(), random = Math.random } = options
  const own = createShelf().hold()
  const replicas = openReplicas({ ...options, lasting: lasting ?? own, clock })
  const retried = metrics?.resilience.retriesOf(name) ?? (() => undefined)
  const room: Room = { name, policy, clock, random, replicas, budget: createRetryBudget({ ...policy.retries, clock }), retried }
  const unfollow = metrics?.follow(replicas)
  const unwatch = watchReplicas({ replicas, intervalMs: policy.healthIntervalMs, headers: ownHeaders, clock })
  let inFlight = 0
  return {
    async send(outgoing) {
      if (inFlight >= policy.maxInFlight) {
        metrics?.shed(name)
        throw unavailable('A part of this answer comes from a service that has too much to do at present.', SHED_RETRY_SECONDS)
      }
      inFlight += 1
      try {
        return await untilAnswered(room, outgoing)
      } finally {
        inFlight -= 1
      }
    },
    async close() {
      unwatch()
      await own.release()
      unfollow?.()
    },
  }
}

const SHED_RETRY_SECONDS = 1

async function untilAnswered(room: Room, outgoing: Outgoing): Promise<Reply> {
  const { policy, clock, budget, replicas } = room
  const deadline = clock() + policy.timeoutMs[outgoing.operation === 'query' ? 'query' : 'mutation']
  const tried: Replica[] = []
  let last: Tried | undefined
  budget.call()
  for (;;) {
    const chosen = chooseReplica(replicas, tried, clock())
    if (chosen === undefined) return answerOf(last ?? { error: circuitOpen(policy) })
    if (last !== undefined) room.retried()
    const sentAt = clock()
    last = await tryOnce(chosen, outgoing, triedFor(room, deadline - sentAt, outgoing))
    const verdict = settle(chosen, last, { sentAt, now: clock(), silentMs: policy.breaker.silentMs })
    if (verdict.again === undefined) return answerOf(last)
    tried.push(chosen.replica)
    const pause = pauseBefore(room, { outgoing, verdict, tried, deadline })
    if (pause === undefined || !(await waitUnlessGone(pause, outgoing.signal))) return answerOf(last)
  }
}

/** How long one try may take. What must not be sent twice has all the time there is. */
function triedFor({ policy: { retries, idempotentMutations } }: Room, leftMs: number, outgoing: Outgoing): number {
  const { tryMs } = retries
  return tryMs === undefined || tryMs >= leftMs || !isRepeatable(outgoing, idempotentMutations) ? leftMs : tryMs
}

async function tryOnce({ replica }: Chosen, { body, headers, signal }: Outgoing, timeoutMs: number): Promise<Tried> {
  replica.inFlight += 1
  try {
    const sent = headers()
    sent.push(TIMEOUT_HEADER, String(Math.ceil(timeoutMs)))
    return { reply: await replica.post({ body, headers: sent, signal, timeoutMs }) }
  } catch (error) {
    return { error }
  } finally {
    replica.inFlight -= 1
  }
}

/** Of one try, by the clock that never goes back. */
interface Times {
  readonly sentAt: number
  readonly now: number
  /** A replica that answers nobody for so long is as good as away. */
  readonly silentMs: number
}

/** Keeps what a try says of its replica. */
function settle({ replica, settle: tell }: Chosen, tried: Tried, { sentAt, now, silentMs }: Times): Verdict {
  const verdict = judgeTry(tried, Date.now(), now - sentAt >= silentMs && replica.answeredAt < sentAt)
  if ('reply' in tried) replica.answeredAt = now
  tell(verdict.outcome)
  if (verdict.again === 'unsent' || verdict.again === 'broken') rest(replica, now)
  else if (verdict.retryAfterMs !== undefined) restFor(replica, verdict.retryAfterMs, now)
  else if (verdict.outcome === 'answer' && replica.failures > 0) wake(replica)
  return verdict
}

interface Failed {
  readonly outgoing: Outgoing
  readonly verdict: Verdict
  readonly tried: readonly Replica[]
  readonly deadline: number
}

function pauseBefore({ policy, clock, random, budget, replicas }: Room, { outgoing, verdict, tried, deadline }: Failed): number | undefined {
  const { tries, firstBackoffMs, longestBackoffMs } = policy.retries
  const now = clock()
  return nextTry({
    verdict,
    repeatable: isRepeatable(outgoing, policy.idempotentMutations),
    made: tried.length,
    most: tries,
    elsewhere: isOneLeft(replicas, tried, now),
    leftMs: deadline - now,
    // Full jitter: calls that failed together do not come back together.
    backoffMs: random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** (tried.length - 1)),
    spend: () => replicas.some(({ breaker }) => breaker.state !== 'open') && budget.spend(),
  })
}

function answerOf(tried: Tried): Reply {
  if ('error' in tried) throw tried.error
  return tried.reply
}

/** It is looked at before its time is over: that is when to come back. */
function circuitOpen({ breaker, healthIntervalMs }: TrafficPolicy): Error {
  const message = 'A part of this answer comes from a service that has not been reachable for a while.'
  return unavailable(message, Math.ceil(Math.min(breaker.openMs, healthIntervalMs) / 1000))
}

function unavailable(message: string, retryAfterSeconds: number): Error {
  return codedError('SERVICE_UNAVAILABLE', message, { retryAfterSeconds })
}
