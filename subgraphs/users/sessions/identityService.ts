import type { Queryable } from '@agora/database/transaction.ts'
import { ok } from '@agora/errors/result.ts'
import { keys, revocations } from '@agora/rpc/methods/identity.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import { ACCESS_SECONDS } from '../tokens/accessToken.ts'
import type { SigningKeys } from '../tokens/signingKeys.ts'
import { revokedSessions } from './sessionRepository.ts'

/** What other processes are told from. */
export interface IdentityServiceOptions {
  readonly db: Queryable
  readonly signingKeys: SigningKeys
  readonly clock: () => Date
}

// A replica whose clock is a minute behind must not leave a session out.
const CLOCK_SLACK_MS = 60_000

/** `agora.identity.v1.Identity`: the public keys, and the sessions that ended while their tokens may live. */
export function identityService({ db, signingKeys, clock }: IdentityServiceOptions): RpcHandler[] {
  return [
    serveMethod(keys, ['router', 'orders'], async () => ok({ keys: signingKeys.published() })),
    serveMethod(revocations, ['router'], async () => {
      const asOf = clock()
      const since = new Date(asOf.getTime() - ACCESS_SECONDS * 1000 - 2 * CLOCK_SLACK_MS)
      const ended = await revokedSessions(db, new Date(asOf.getTime() - CLOCK_SLACK_MS), since)
      return ok({ sessions: ended.map(({ sid, until }) => ({ sid, until: until.toISOString() })), asOf: asOf.toISOString() })
    }),
  ]
}
