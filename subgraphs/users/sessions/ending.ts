import type { Queryable } from '@agora/database/transaction.ts'

import type { UserEvent } from '../../../schema/events/users.ts'
import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { closeSessions, closeSurplusSessions, type Closing, type EndedSession, type EndReason, type Surplus } from './sessionRepository.ts'

/** Where the end of a session is written down, and what brought it about. */
export interface Announcement {
  readonly chronicle: Chronicle
  readonly cause: Cause
}

/**
 * Ends living sessions in the caller's transaction and answers them. Nothing of them can be refreshed any more; the router learns of them by the
 * event and by the revocation list. No session ends but by this and the next function.
 */
export async function endSessions(db: Queryable, closing: Closing, announcement: Announcement): Promise<readonly EndedSession[]> {
  return announce(db, { ended: await closeSessions(db, closing), reason: closing.reason }, announcement)
}

/** Ends what is more than the most living sessions of an account. */
export async function endSurplusSessions(db: Queryable, surplus: Surplus, announcement: Announcement): Promise<void> {
  await announce(db, { ended: await closeSurplusSessions(db, surplus), reason: 'too-many' }, announcement)
}

interface Ended {
  readonly ended: readonly EndedSession[]
  readonly reason: EndReason
}

async function announce(db: Queryable, { ended, reason }: Ended, { chronicle, cause }: Announcement): Promise<readonly EndedSession[]> {
  if (ended.length > 0)
    await chronicle.record(
      db,
      cause,
      ended.map((session) => revocationOf(session, reason)),
    )
  return ended
}

const revocationOf = ({ userId, id, accessExpiresAt }: EndedSession, code: EndReason): UserEvent => ({
  type: 'session.revoked',
  data: { userId, sessionId: id, until: accessExpiresAt.toISOString(), code },
})
