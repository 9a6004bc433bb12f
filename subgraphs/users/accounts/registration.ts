import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
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
export function createRegistrations({ pool, hasher, mailer, clock }: RegistrationOptions): Registrations {
  /** One token and one message, whoever owns the address: nobody learns it from the time that takes. */
  const write = async (db: Queryable, email: EmailAddress, { userId, otherwise, cause }: Verification): Promise<void> => {
    const token = await issueEmailToken(db, { userId, purpose: 'VERIFY_EMAIL', email, now: clock() })
    await mailer.send(db, userId === null ? otherwise : verifyEmailLetter(token), { to: email, recipient: userId, cause })
  }
  return {
    async register({ email, password, displayName }, cause) {
      const passwordHash = await hasher.hash(password) // also for an address that is taken: it must take as long
      await inTransaction(pool, async (db) => {
        const userId = await insertUser(db, { email, displayName, passwordHash, now: clock() })
        await write(db, email, { userId: userId ?? null, otherwise: alreadyRegisteredLetter(), cause })
      })
    },
    verifyEmail: (token) =>
      inTransaction(pool, async (db) => {
        const proven = await redeemEmailToken(db, token, { purpose: 'VERIFY_EMAIL', now: clock() })
        return proven && markVerified(db, proven.userId, { emailKey: proven.email.key, now: clock() })
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

async function insertUser(db: Queryable, { email, displayName, passwordHash, now }: NewUser): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO users (id, email, email_key, display_name, password_hash, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
     ON CONFLICT (email_key) DO NOTHING RETURNING id`,
    [newId('User'), email.address, email.key, displayName, passwordHash, now],
  )
  return rows[0]?.id
}

/** A token for an address that the account has left since proves nothing about the one it has now. */
async function markVerified(db: Queryable, userId: string, { emailKey, now }: { emailKey: string; now: Date }): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE users SET email_verified_at = coalesce(email_verified_at, $3), version = version + 1, updated_at = $3
     WHERE id = $1 AND email_key = $2 AND status = 'ACTIVE' RETURNING id`,
    [userId, emailKey, now],
  )
  return rows[0]?.id
}
