import type { Logger } from '@agora/logger/logger.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { revocations, type RevokedSession } from '@agora/rpc/methods/identity.ts'

/** The list is asked for this often, in milliseconds. */
const POLL_MS = 1000
/** Until the list is this old it is taken for the truth, in milliseconds. */
const FRESH_MS = 2000
/** Beyond this age nothing is changed any more in the name of a session that may have been ended, in milliseconds. */
const TRUSTED_MS = 60_000

/** How far the list may be trusted: `never` means that it was not loaded once. */
export type Freshness = 'fresh' | 'stale' | 'expired' | 'never'

/** The sessions that were ended while their access tokens still live. */
export interface Revocations {
  isRevoked(sid: string): boolean
  freshness(): Freshness
  /** Age of the list in seconds; Infinity before the first. */
  ageSeconds(): number
  /** Asks for the list once, now. */
  poll(): Promise<void>
  stop(): void
}

/** What the poller needs. */
export interface RevocationsOptions {
  readonly caller: Caller
  readonly logger: Logger
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** Follows the list of the subgraph that issues tokens. Every answer is the whole list, so a missed one needs no making up for. */
export function followRevocations({ caller, logger, clock = Date.now }: RevocationsOptions): Revocations {
  let revoked = new Set<string>()
  let loadedAt = -Infinity
  let polling = false
  let reported: Freshness = 'never'
  const judge = (): Freshness => {
    const age = clock() - loadedAt
    if (age <= FRESH_MS) return 'fresh'
    if (age <= TRUSTED_MS) return 'stale'
    return loadedAt === -Infinity ? 'never' : 'expired'
  }
  const poll = async (): Promise<void> => {
    if (polling) return
    polling = true
    // The list is as old as the question: what is ended while the answer travels may not be in it.
    const askedAt = clock()
    const answer = await caller.call(revocations, {}, { timeoutMs: POLL_MS }).finally(() => (polling = false))
    if (answer.ok) {
      revoked = new Set(answer.value.sessions.map(({ sid }: RevokedSession) => sid))
      loadedAt = askedAt
    }
    const freshness = judge()
    if (freshness !== reported) logger[freshness === 'fresh' ? 'info' : 'error']({ freshness }, 'Trust in the list of ended sessions changed')
    reported = freshness
  }
  const timer = setInterval(() => void poll(), POLL_MS).unref()
  return {
    isRevoked: (sid) => revoked.has(sid),
    freshness: judge,
    ageSeconds: () => (clock() - loadedAt) / 1000,
    poll,
    stop: () => clearInterval(timer),
  }
}
