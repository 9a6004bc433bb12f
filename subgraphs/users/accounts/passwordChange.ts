import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
import { issueEmailToken, redeemEmailToken, voidEmailTokens } from '../mail/emailTokens.ts'
import { noAccountLetter, passwordChangedNotice, resetPasswordLetter } from '../mail/letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'
import { endSessions } from '../sessions/sessionRepository.ts'
import { forgetAttempts } from '../signIn/attemptRepository.ts'
import type { GateRefusal, PasswordGate } from '../signIn/passwordGate.ts'

/** What changing passwords needs. */
export interface PasswordChangeOptions {
  readonly pool: pg.Pool
  readonly gate: PasswordGate
  readonly hasher: PasswordHasher
  readonly mailer: Mailer
  readonly clock: () => Date
}

/** A change by somebody who is signed in; the new password in the form to hash. */
export interface PasswordChange {
  readonly userId: string
  /** The session to keep. */
  readonly sid: string | null
  readonly currentPassword: string
  readonly newPassword: string
}

/** Changing and resetting passwords. */
export interface PasswordChanges {
  change(change: PasswordChange, cause: Cause): Promise<Result<null, GateRefusal>>
  /** Mails a token, or that there is no account. */
  requestReset(email: EmailAddress, cause: Cause): Promise<void>
  /** Answers whose password was set, or undefined for a token that proves nothing. */
  reset(reset: { readonly token: string; readonly newPassword: string }, cause: Cause): Promise<string | undefined>
}

/** Makes it. */
export function createPasswordChanges({ pool, gate, hasher, mailer, clock }: PasswordChangeOptions): PasswordChanges {
  return {
    async change({ userId, sid, currentPassword, newPassword }, cause) {
      const opened = await gate.checkUser(userId, currentPassword)
      if (!opened.ok) return opened
      const hash = await hasher.hash(newPassword)
      const owner = await inTransaction(pool, async (db) => {
        const changed = await setPassword(db, { userId, hash, now: clock(), from: opened.value.passwordHash })
        if (changed === undefined) return undefined
        await endSessions(db, { userId, reason: 'password-changed', now: clock(), except: sid })
        await mailer.send(db, passwordChangedNotice(), { to: changed, recipient: userId, cause })
        return changed
      })
      return owner === undefined ? fail({ code: 'wrong' }) : ok(null)
    },
    async requestReset(email, cause) {
      await inTransaction(pool, async (db) => {
        const { rows } = await db.query<{ id: string }>(`SELECT id FROM users WHERE email_key = $1 AND status = 'ACTIVE'`, [email.key])
        const userId = rows[0]?.id ?? null
        const token = await issueEmailToken(db, { userId, purpose: 'RESET_PASSWORD', email, now: clock() })
        const letter = userId === null ? noAccountLetter('reset-password') : resetPasswordLetter(token)
        await mailer.send(db, letter, { to: email, recipient: userId, cause })
      })
    },
    async reset({ token, newPassword }, cause) {
      const hash = await hasher.hash(newPassword)
      const done = await inTransaction(pool, async (db) => {
        const proven = await redeemEmailToken(db, token, { purpose: 'RESET_PASSWORD', now: clock() })
        if (proven === undefined) return undefined
        const changed = await setPassword(db, { userId: proven.userId, hash, now: clock(), verified: proven.email })
        if (changed === undefined) return undefined
        await endSessions(db, { userId: proven.userId, reason: 'password-reset', now: clock() })
        await mailer.send(db, passwordChangedNotice(), { to: changed, recipient: proven.userId, cause })
        return { userId: proven.userId, emailKey: changed.key }
      })
      if (done !== undefined) await forgetAttempts(pool, done.emailKey)
      return done?.userId
    },
  }
}

interface NewPassword {
  readonly userId: string
  readonly hash: string
  readonly now: Date
  /** The hash that must still stand. */
  readonly from?: string
  /** The address that the owner has just shown to read, and that the account must still have. */
  readonly verified?: EmailAddress
}

/** Answers the account's address, or undefined when it is closed or was changed in between. Tokens that could undo the change are void. */
async function setPassword(db: Queryable, { userId, hash, now, from, verified }: NewPassword): Promise<EmailAddress | undefined> {
  const { rows } = await db.query<EmailAddress>(
    `UPDATE users SET password_hash = $2, version = version + 1, updated_at = $3,
       email_verified_at = CASE WHEN $5::text IS NULL THEN email_verified_at ELSE coalesce(email_verified_at, $3) END
     WHERE id = $1 AND status = 'ACTIVE' AND ($4::text IS NULL OR password_hash = $4) AND ($5::text IS NULL OR email_key = $5)
     RETURNING email AS address, email_key AS key`,
    [userId, hash, now, from ?? null, verified?.key ?? null],
  )
  if (rows[0] !== undefined) await voidEmailTokens(db, userId, { purposes: ['RESET_PASSWORD', 'CHANGE_EMAIL'], now })
  return rows[0]
}
