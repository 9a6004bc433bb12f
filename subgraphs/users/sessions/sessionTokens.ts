import type { Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { AccountRole } from '../accounts/user.ts'
import type { Authentication } from '../signIn/authentication.ts'
import { ACCESS_SECONDS, type TokenIssuer } from '../tokens/accessToken.ts'
import { newOpaqueToken } from '../tokens/opaqueToken.ts'
import { endSurplusSessions, type Announcement } from './ending.ts'
import { insertRefreshToken, insertSession } from './sessionRepository.ts'

/** What a client needs to go on as a user. */
export interface SessionTokens {
  readonly accessToken: string
  readonly accessTokenExpiresAt: Date
  readonly refreshToken: string
  readonly refreshTokenExpiresAt: Date
  readonly userId: string
}

/** An account has at most so many living sessions. */
const MAX_SESSIONS = 50
const DAY_MS = 24 * 60 * 60 * 1000
/** An unused refresh token lives so long. */
const REFRESH_MS = 30 * DAY_MS
/** However often it is refreshed, a session lives at most so long. */
const SESSION_MS = 90 * DAY_MS

/** What every token of a session is made of. */
export interface TokenBasis {
  readonly sessionId: string
  readonly userId: string
  readonly roles: readonly AccountRole[]
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTime: Date
  readonly sessionExpiresAt: Date
}

/** Makes a pair of tokens and adds the refresh token to the session's family. */
export async function issuePair(db: Queryable, basis: TokenBasis, { issuer, now }: { issuer: TokenIssuer; now: Date }): Promise<SessionTokens> {
  const { sessionId, userId, roles, amr, acr, authTime, sessionExpiresAt } = basis
  // A session that is over can no longer be ended: a token that outlived it could not be taken back.
  const secondsLeft = Math.max(0, Math.floor((sessionExpiresAt.getTime() - now.getTime()) / 1000))
  const access = await issuer.issue({ sub: userId, sid: sessionId, roles, amr, acr, authTime }, Math.min(ACCESS_SECONDS, secondsLeft))
  const refresh = newOpaqueToken()
  const expiresAt = new Date(Math.min(now.getTime() + REFRESH_MS, sessionExpiresAt.getTime()))
  await insertRefreshToken(db, { hash: refresh.hash, sessionId, now, expiresAt })
  return { accessToken: access.token, accessTokenExpiresAt: access.expiresAt, refreshToken: refresh.text, refreshTokenExpiresAt: expiresAt, userId }
}

/** What begins a session beside the authentication. */
export interface Beginning extends Announcement {
  readonly roles: readonly AccountRole[]
  readonly device: string
  readonly issuer: TokenIssuer
  readonly now: Date
}

/** Begins a session for somebody who has just shown who they are. The account's row is locked by the caller. */
export async function beginSession(db: Queryable, authentication: Authentication, beginning: Beginning): Promise<SessionTokens> {
  const { roles, device, issuer, now } = beginning
  const { userId, amr, acr, authTime } = authentication
  const sessionId = newId('Session')
  const expiresAt = new Date(now.getTime() + SESSION_MS)
  const accessExpiresAt = new Date(now.getTime() + ACCESS_SECONDS * 1000)
  await insertSession(db, { id: sessionId, userId, device, amr, acr, authTime, createdAt: now, expiresAt, accessExpiresAt })
  await endSurplusSessions(db, { userId, most: MAX_SESSIONS, now }, beginning)
  return issuePair(db, { sessionId, userId, roles, amr, acr, authTime, sessionExpiresAt: expiresAt }, { issuer, now })
}
