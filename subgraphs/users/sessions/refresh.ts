import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { isUsable, type AccountRole, type User } from '../accounts/user.ts'
import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { ACCESS_SECONDS, type TokenIssuer } from '../tokens/accessToken.ts'
import { readOpaqueToken } from '../tokens/opaqueToken.ts'
import { endSessions } from './ending.ts'
import { judgeRotation } from './rotation.ts'
import { lockRefreshToken, markTraded, userOfRefreshToken } from './sessionRepository.ts'
import { issuePair, type SessionTokens } from './sessionTokens.ts'

/** What refreshing needs. */
export interface RefreshOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly issuer: TokenIssuer
  readonly clock: () => Date
  /** Whether demonstration accounts may be used. */
  readonly dev: boolean
  /** Told of every token that came back although it had been traded: somebody has a copy. */
  readonly onReuse: (sessionId: string) => void
}

/** Trades a refresh token for a new pair. */
export type RefreshSession = (refreshToken: string, cause: Cause) => Promise<Result<SessionTokens, 'dead' | 'reuse'>>

type Fault = { readonly fault: 'dead' } | { readonly fault: 'reuse'; readonly sessionId: string }

/** Makes it. */
export function createRefreshSession({ pool, chronicle, issuer, clock, dev, onReuse }: RefreshOptions): RefreshSession {
  async function trade(db: Queryable, hash: Buffer, cause: Cause): Promise<Result<SessionTokens, Fault>> {
    const userId = await userOfRefreshToken(db, hash)
    if (userId === undefined) return fail({ fault: 'dead' })
    const account = await shareAccount(db, userId)
    const token = await lockRefreshToken(db, hash)
    if (token === undefined || account === undefined || !isUsable(account, { dev })) return fail({ fault: 'dead' })
    const { sessionId, session, amr, acr, authTime } = token
    const now = clock()
    const rotation = judgeRotation(token, now)
    if (rotation === 'dead') return fail({ fault: 'dead' })
    if (rotation === 'reuse') {
      await endSessions(db, { userId, only: sessionId, reason: 'refresh-reuse', now }, { chronicle, cause })
      return fail({ fault: 'reuse', sessionId })
    }
    await markTraded(db, { hash, sessionId, now, accessExpiresAt: new Date(now.getTime() + ACCESS_SECONDS * 1000) })
    return ok(
      await issuePair(db, { sessionId, userId, roles: account.roles, amr, acr, authTime, sessionExpiresAt: session.expiresAt }, { issuer, now }),
    )
  }

  return async (refreshToken, cause) => {
    const hash = readOpaqueToken(refreshToken)
    if (hash === undefined) return fail('dead')
    const traded = await inTransaction(pool, (db) => trade(db, hash, cause))
    if (traded.ok) return traded
    if (traded.error.fault === 'reuse') onReuse(traded.error.sessionId)
    return fail(traded.error.fault)
  }
}

/** The account is locked before its sessions, here and wherever both change: else two such transactions could wait for each other. */
async function shareAccount(db: Queryable, userId: string): Promise<{ roles: AccountRole[]; status: User['status']; demo: boolean } | undefined> {
  const { rows } = await db.query<{ roles: AccountRole[]; status: User['status']; demo: boolean }>(
    'SELECT roles::text[] AS roles, status, demo FROM users WHERE id = $1 FOR SHARE',
    [userId],
  )
  return rows[0]
}
