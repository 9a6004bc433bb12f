import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { issueEmailToken, redeemEmailToken } from '../mail/emailTokens.ts'
import { alreadyRegisteredLetter, alreadyVerifiedLetter, noAccountLetter, verifyEmailLetter, type Letter } from '../mail/letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { PasswordHasher } from '../passwords/passwordHasher.ts'

/** What somebody registers with; the password in the form to hash. */
export interface Registration {
  readonly email: EmailAddress
  readonly password: string
  readonly displayName: string
}

/** What registering and verifying need. */
export interface RegistrationOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly hasher: PasswordHasher
  readonly mailer: Mailer
  readonly clock: () => Date
}

/** Opening accounts. */
export interface Registrations {
  /** Opens an account, or tells the owner of the one that is there. The caller cannot tell which, by answer or by work. */
  register(registration: Registration, cause: Cause): Promise<void>
  /** Answers whose address is verified now, or undefined for a token that proves nothing. */
  verifyEmail(token: string, cause: Cause): Promise<string | undefined>
  /** Mails another token, or why there is none. */
  resendVerification(email: EmailAddress, cause: Cause): Promise<void>
}

interface Verification {
  readonly userId: string | null
  /** What is written when there is nobody to verify. */
  readonly otherwise: Letter
  readonly cause: Cause
}

/** Makes it. */
export function createRegistrations({ pool, chronicle, hasher, mailer, clock }: RegistrationOptions): Registrations {
  /** One token and one message, whoever owns the address: nobody learns it from the time that takes. */
  const write = async (db: Queryable, email: EmailAddress, { userId, otherwise, cause }: Verification): Promise<void> => {
    const token = await issueEmailToken(db, { userId, purpose: 'VERIFY_EMAIL', email, now: clock() })
    await mailer.send(db, userId === null ? otherwise : verifyEmailLetter(token), { to: email, recipient: userId, cause })
  }
  return {
    async register({ email, password, displayName }, cause) {
      const passwordHash = await hasher.hash(password) // also for an address that is taken: it must take as long
      await inTransaction(pool, async (db) => {
        const { userId, isNew } = await openAccount(db, { email, displayName, passwordHash, now: clock() })
        // An event in either case: writing one takes time as well.
        await chronicle.record(db, cause, [{ type: isNew ? 'user.registered' : 'user.registrationRepeated', data: { userId } }])
        await write(db, email, { userId: isNew ? userId : null, otherwise: alreadyRegisteredLetter(), cause })
      })
    },
    verifyEmail: (token, cause) =>
      inTransaction(pool, async (db) => {
        const proven = await redeemEmailToken(db, token, { purpose: 'VERIFY_EMAIL', now: clock() })
        const marked = proven && (await markVerified(db, proven.userId, { emailKey: proven.email.key, now: clock() }))
        if (marked?.first === true) await chronicle.record(db, cause, [{ type: 'user.emailVerified', data: { userId: marked.id } }])
        return marked?.id
      }),
    async resendVerification(email, cause) {
      await inTransaction(pool, async (db) => {
        const { rows } = await db.query<{ id: string; verified: boolean }>(
          `SELECT id, email_verified_at IS NOT NULL AS verified FROM users WHERE email_key = $1 AND status = 'ACTIVE'`,
          [email.key],
        )
        const [found] = rows
        const userId = found === undefined || found.verified ? null : found.id
        await write(db, email, { userId, otherwise: found === undefined ? noAccountLetter('verify-email') : alreadyVerifiedLetter(), cause })
      })
    },
  }
}

interface NewUser {
  readonly email: EmailAddress
  readonly displayName: string
  readonly passwordHash: string
  readonly now: Date
}

/** The account of an address, locked: a new one, or the one that is there. */
async function openAccount(db: Queryable, { email, displayName, passwordHash, now }: NewUser): Promise<{ userId: string; isNew: boolean }> {
  const id = newId('User')
  await db.query(
    `INSERT INTO users (id, email, email_key, display_name, password_hash, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
     ON CONFLICT (email_key) DO NOTHING`,
    [id, email.address, email.key, displayName, passwordHash, now],
  )
  const { rows } = await db.query<{ id: string }>('SELECT id FROM users WHERE email_key = $1 FOR NO KEY UPDATE', [email.key])
  const [found] = rows
  if (found === undefined) throw new Error('The account that had the address moved away at this moment')
  return { userId: found.id, isNew: found.id === id }
}

/** A token for an address that the account has left since proves nothing about the one it has now. */
async function markVerified(
  db: Queryable,
  userId: string,
  { emailKey, now }: { emailKey: string; now: Date },
): Promise<{ id: string; first: boolean } | undefined> {
  const { rows } = await db.query<{ id: string; first: boolean }>(
    `UPDATE users u SET email_verified_at = coalesce(u.email_verified_at, $3), version = u.version + 1, updated_at = $3
     FROM (SELECT id, email_verified_at FROM users WHERE id = $1 FOR NO KEY UPDATE) before
     WHERE u.id = before.id AND u.email_key = $2 AND u.status = 'ACTIVE' RETURNING u.id, before.email_verified_at IS NULL AS first`,
    [userId, emailKey, now],
  )
  return rows[0]
}
