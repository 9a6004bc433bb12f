import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { AccountRole } from '../accounts/user.ts'
import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'
import { beginSession, type SessionTokens } from '../sessions/sessionTokens.ts'
import type { TokenIssuer } from '../tokens/accessToken.ts'
import { byPassword } from './authentication.ts'
import type { GateRefusal, PasswordGate } from './passwordGate.ts'

/** Who says to be whom, from what. */
export interface SignInAttempt {
  readonly emailKey: string
  readonly password: string
  readonly device: string
}

/** What signing in needs. */
export interface SignInOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly gate: PasswordGate
  readonly hasher: PasswordHasher
  readonly issuer: TokenIssuer
  readonly clock: () => Date
}

/** Signs in with a password: what was shown becomes an authentication, and that becomes a session. */
export type SignIn = (attempt: SignInAttempt, cause: Cause) => Promise<Result<SessionTokens, GateRefusal>>

/** Makes it. */
export function createSignIn({ pool, chronicle, gate, hasher, issuer, clock }: SignInOptions): SignIn {
  return async ({ emailKey, password, device }, cause) => {
    const opened = await gate.checkEmail(emailKey, password)
    if (!opened.ok) return opened
    const { userId, passwordHash } = opened.value
    const now = clock()
    const begun = await inTransaction(pool, async (db) => {
      const roles = await lockUnchanged(db, userId, passwordHash)
      return roles && beginSession(db, byPassword(userId, now), { roles, device, issuer, now, chronicle, cause })
    })
    if (begun === undefined) return fail({ code: 'wrong' })
    if (hasher.isDated(passwordHash)) await replaceHash(pool, { userId, from: passwordHash, to: await hasher.hash(password) })
    return ok(begun)
  }
}

/** Between the check and the session the account may have been closed or its password changed: then the check no longer counts. */
async function lockUnchanged(db: Queryable, userId: string, passwordHash: string): Promise<AccountRole[] | undefined> {
  const { rows } = await db.query<{ roles: AccountRole[] }>(
    `SELECT roles::text[] AS roles FROM users WHERE id = $1 AND status = 'ACTIVE' AND password_hash = $2 FOR NO KEY UPDATE`,
    [userId, passwordHash],
  )
  return rows[0]?.roles
}

async function replaceHash(db: Queryable, { userId, from, to }: { userId: string; from: string; to: string }): Promise<void> {
  await db.query('UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [userId, from, to])
}
