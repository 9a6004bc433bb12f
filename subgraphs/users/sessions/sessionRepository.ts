import type { Queryable } from '@agora/database/transaction.ts'

import type { PresentedToken } from './rotation.ts'

/** A device that is signed in. Resolves the SDL type Session, but for `current`. */
export interface Session {
  readonly id: string
  readonly userId: string
  readonly device: string
  readonly amr: readonly string[]
  readonly authTime: Date
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
}

/** Why a session ended; kept for those who look into it later. */
export type EndReason =
  | 'signed-out'
  | 'ended-by-owner'
  | 'password-changed'
  | 'password-reset'
  | 'roles-changed'
  | 'deactivated'
  | 'refresh-reuse'
  | 'too-many'

const COLUMNS = `id, user_id AS "userId", device, amr, auth_time AS "authTime", created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"`

/** The living sessions of these accounts, last used first. Their number is bounded at sign-in. */
export async function sessionsOfUsers(db: Queryable, userIds: readonly string[], now: Date): Promise<Session[]> {
  const text = `SELECT ${COLUMNS} FROM sessions WHERE user_id = ANY($1::text[]) AND ended_at IS NULL AND expires_at > $2 ORDER BY last_used_at DESC, id DESC`
  return (await db.query<Session>({ name: 'sessions_of_users', text, values: [userIds, now] })).rows
}

/** The living sessions of these ids, in any order. */
export async function sessionsByIds(db: Queryable, ids: readonly string[], now: Date): Promise<Session[]> {
  const text = `SELECT ${COLUMNS} FROM sessions WHERE id = ANY($1::text[]) AND ended_at IS NULL AND expires_at > $2`
  return (await db.query<Session>({ name: 'sessions_by_ids', text, values: [ids, now] })).rows
}

/** A session that is about to begin. */
export interface NewSession extends Omit<Session, 'lastUsedAt'> {
  readonly acr: string
  /** When its first access token expires. */
  readonly accessExpiresAt: Date
}

/** Begins a session. */
export async function insertSession(db: Queryable, session: NewSession): Promise<void> {
  const { id, userId, device, amr, acr, authTime, createdAt, expiresAt, accessExpiresAt } = session
  await db.query(
    `INSERT INTO sessions (id, user_id, device, amr, acr, auth_time, created_at, last_used_at, expires_at, access_expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)`,
    [id, userId, device, amr, acr, authTime, createdAt, expiresAt, accessExpiresAt],
  )
}

/** Adds a token to a session's family. */
export async function insertRefreshToken(db: Queryable, token: { hash: Buffer; sessionId: string; now: Date; expiresAt: Date }): Promise<void> {
  const { hash, sessionId, now, expiresAt } = token
  await db.query('INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at) VALUES ($1, $2, $3, $4)', [hash, sessionId, now, expiresAt])
}

/** Whose session a token is of, without locking anything; undefined for an unknown token. */
export async function userOfRefreshToken(db: Queryable, hash: Buffer): Promise<string | undefined> {
  const { rows } = await db.query<{ userId: string }>(
    'SELECT s.user_id AS "userId" FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = $1',
    [hash],
  )
  return rows[0]?.userId
}

/** A presented token with what its session says of the sign-in. */
export interface LockedToken extends PresentedToken {
  readonly sessionId: string
  readonly amr: readonly string[]
  readonly acr: string
  readonly authTime: Date
}

interface LockedRow extends Omit<LockedToken, 'session'> {
  readonly endedAt: Date | null
  readonly sessionExpiresAt: Date
}

/** Locks a token and its session until the transaction ends; the account must be locked before them. */
export async function lockRefreshToken(db: Queryable, hash: Buffer): Promise<LockedToken | undefined> {
  const { rows } = await db.query<LockedRow>(
    `SELECT t.expires_at AS "expiresAt", t.used_at AS "usedAt", s.id AS "sessionId", s.ended_at AS "endedAt", s.expires_at AS "sessionExpiresAt", s.amr, s.acr,
       s.auth_time AS "authTime" FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = $1 FOR UPDATE`,
    [hash],
  )
  const row = rows[0]
  return row && { ...row, session: { endedAt: row.endedAt, expiresAt: row.sessionExpiresAt } }
}

/** Notes that a token was traded, the first time, and that its session has a younger access token. */
export async function markTraded(db: Queryable, trade: { hash: Buffer; sessionId: string; now: Date; accessExpiresAt: Date }): Promise<void> {
  const { hash, sessionId, now, accessExpiresAt } = trade
  await db.query('UPDATE refresh_tokens SET used_at = coalesce(used_at, $2) WHERE hash = $1', [hash, now])
  await db.query('UPDATE sessions SET last_used_at = $2, access_expires_at = greatest(access_expires_at, $3) WHERE id = $1', [
    sessionId,
    now,
    accessExpiresAt,
  ])
}

/** A session that has just ended. */
export interface EndedSession extends Session {
  /** When the last of its access tokens expires: it is announced until then. */
  readonly accessExpiresAt: Date
}

/** Which sessions of an account to end. */
export interface Closing {
  readonly userId: string
  readonly reason: EndReason
  readonly now: Date
  /** Only this one. */
  readonly only?: string
  /** All but this one. */
  readonly except?: string | null
}

const ENDED = `${COLUMNS}, access_expires_at AS "accessExpiresAt"`

/** Closes living sessions and answers them; of two who close the same one, the first. Announced by ending.ts, through which all go. */
export async function closeSessions(db: Queryable, { userId, reason, now, only, except }: Closing): Promise<EndedSession[]> {
  const { rows } = await db.query<EndedSession>(
    `UPDATE sessions SET ended_at = $2, end_reason = $3
     WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND ($4::text IS NULL OR id = $4) AND ($5::text IS NULL OR id <> $5) RETURNING ${ENDED}`,
    [userId, now, reason, only ?? null, except ?? null],
  )
  return rows
}

/** Of whom, how many may stay, and when. */
export interface Surplus {
  readonly userId: string
  readonly most: number
  readonly now: Date
}

/** Closes what is more than `most` living sessions of an account, the least used first, and answers them. */
export async function closeSurplusSessions(db: Queryable, { userId, most, now }: Surplus): Promise<EndedSession[]> {
  const { rows } = await db.query<EndedSession>(
    `UPDATE sessions SET ended_at = $2, end_reason = 'too-many' WHERE ended_at IS NULL AND id IN (
       SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_used_at DESC, id DESC OFFSET $3)
     RETURNING ${ENDED}`,
    [userId, now, most],
  )
  return rows
}

/** The ended sessions of which an access token may still be alive. Never cut short: a session left out would go on. */
export async function revokedSessions(db: Queryable, now: Date, since: Date): Promise<{ sid: string; until: Date }[]> {
  const { rows } = await db.query<{ sid: string; until: Date }>({
    name: 'revoked_sessions',
    text: 'SELECT id AS sid, access_expires_at AS until FROM sessions WHERE ended_at > $2 AND access_expires_at > $1',
    values: [now, since],
  })
  return rows
}
