import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { UserEvent } from '../../../schema/events/users.ts'
import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { issueEmailToken, redeemEmailToken, voidEmailTokens } from '../mail/emailTokens.ts'
import { noAccountLetter, passwordChangedNotice, resetPasswordLetter } from '../mail/letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'
import { endSessions } from '../sessions/ending.ts'
import type { Closing } from '../sessions/sessionRepository.ts'
import { forgetAttempts } from '../signIn/attemptRepository.ts'
import type { GateRefusal, PasswordGate } from '../signIn/passwordGate.ts'

/** What changing passwords needs. */
export interface PasswordChangeOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
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
export function createPasswordChanges(options: PasswordChangeOptions): PasswordChanges {
  const { pool, chronicle, gate, hasher, clock } = options
  return {
    async change({ userId, sid, currentPassword, newPassword }, cause) {
      const opened = await gate.checkUser(userId, currentPassword)
      if (!opened.ok) return opened
      const hash = await hasher.hash(newPassword)
      const owner = await inTransaction(pool, async (db) => {
        const changed = await setPassword(db, { userId, hash, now: clock(), from: opened.value.passwordHash })
        if (changed === undefined) return undefined
        await chronicle.record(db, cause, [{ type: 'user.passwordChanged', data: { userId, code: 'CHANGED' } }])
        await tell(db, { address: changed, userId, reason: 'password-changed', except: sid, cause }, options)
        return changed
      })
      return owner === undefined ? fail({ code: 'wrong' }) : ok(null)
    },
    requestReset: (email, cause) => inTransaction(pool, (db) => mailReset(db, { email, cause }, options)),
    async reset({ token, newPassword }, cause) {
      const hash = await hasher.hash(newPassword)
      const done = await inTransaction(pool, async (db) => {
        const proven = await redeemEmailToken(db, token, { purpose: 'RESET_PASSWORD', now: clock() })
        if (proven === undefined) return undefined
        const changed = await setPassword(db, { userId: proven.userId, hash, now: clock(), verified: proven.email })
        if (changed === undefined) return undefined
        const { userId } = proven
        await chronicle.record(db, cause, resetEvents(userId, changed))
        await tell(db, { address: changed, userId, reason: 'password-reset', cause }, options)
        return { userId, emailKey: changed.key }
      })
      if (done !== undefined) await forgetAttempts(pool, done.emailKey)
      return done?.userId
    },
  }
}

/** One token and one letter, whoever owns the address: nobody learns it from the time that takes. */
async function mailReset(
  db: Queryable,
  { email, cause }: { email: EmailAddress; cause: Cause },
  { mailer, clock }: PasswordChangeOptions,
): Promise<void> {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM users WHERE email_key = $1 AND status = 'ACTIVE'`, [email.key])
  const userId = rows[0]?.id ?? null
  const token = await issueEmailToken(db, { userId, purpose: 'RESET_PASSWORD', email, now: clock() })
  await mailer.send(db, userId === null ? noAccountLetter('reset-password') : resetPasswordLetter(token), { to: email, recipient: userId, cause })
}

type Told = Omit<Closing, 'now'> & { readonly address: EmailAddress; readonly cause: Cause }

/** Whoever knew the old password is out, and the owner hears of it. */
async function tell(db: Queryable, { address, cause, ...closing }: Told, { chronicle, mailer, clock }: PasswordChangeOptions): Promise<void> {
  await endSessions(db, { ...closing, now: clock() }, { chronicle, cause })
  await mailer.send(db, passwordChangedNotice(), { to: address, recipient: closing.userId, cause })
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

/** Whose password was set: the address of the account, and whether nobody had shown to read it before. */
type Changed = EmailAddress & { readonly unverified: boolean }

/** Who resets a password by mail has shown that the address is theirs. */
const resetEvents = (userId: string, { unverified }: Changed): UserEvent[] => [
  { type: 'user.passwordChanged', data: { userId, code: 'RESET' } },
  ...(unverified ? [{ type: 'user.emailVerified' as const, data: { userId } }] : []),
]

/** Undefined when the account is closed or was changed in between. Tokens that could undo the change are void. */
async function setPassword(db: Queryable, { userId, hash, now, from, verified }: NewPassword): Promise<Changed | undefined> {
  const { rows } = await db.query<Changed>(
    `UPDATE users u SET password_hash = $2, version = u.version + 1, updated_at = $3,
       email_verified_at = CASE WHEN $5::text IS NULL THEN u.email_verified_at ELSE coalesce(u.email_verified_at, $3) END
     FROM (SELECT id, email_verified_at FROM users WHERE id = $1 FOR NO KEY UPDATE) before
     WHERE u.id = before.id AND u.status = 'ACTIVE' AND ($4::text IS NULL OR u.password_hash = $4) AND ($5::text IS NULL OR u.email_key = $5)
     RETURNING u.email AS address, u.email_key AS key, before.email_verified_at IS NULL AS unverified`,
    [userId, hash, now, from ?? null, verified?.key ?? null],
  )
  if (rows[0] !== undefined) await voidEmailTokens(db, userId, { purposes: ['RESET_PASSWORD', 'CHANGE_EMAIL'], now })
  return rows[0]
}
