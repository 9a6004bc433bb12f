import type pg from 'pg'

import { inTransaction, sqlState, sqlStateOf, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
import type { Chronicle } from '../events/chronicle.ts'
import { issueEmailToken, redeemEmailToken, voidEmailTokens, type ProvenEmail } from '../mail/emailTokens.ts'
import { alreadyRegisteredLetter, confirmEmailLetter, emailChangeNotice } from '../mail/letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { GateRefusal, PasswordGate } from '../signIn/passwordGate.ts'

/** What moving an account to another address needs. */
export interface EmailChangeOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly gate: PasswordGate
  readonly mailer: Mailer
  readonly clock: () => Date
}

/** Moving an account to another address. */
export interface EmailChanges {
  /** Mails a token to the new address and a notice to the old one. The caller cannot tell whether the new one is taken. */
  request(
    userId: string,
    change: { readonly newEmail: EmailAddress; readonly password: string; readonly cause: Cause },
  ): Promise<Result<null, GateRefusal>>
  /** Answers whose address was changed. */
  confirm(token: string, cause: Cause): Promise<Result<string, 'invalid-token' | 'taken'>>
}

/** Makes it. */
export function createEmailChanges({ pool, chronicle, gate, mailer, clock }: EmailChangeOptions): EmailChanges {
  return {
    async request(userId, { newEmail, password, cause }) {
      const opened = await gate.checkUser(userId, password)
      if (!opened.ok) return opened
      await inTransaction(pool, (db) => announce(db, mailer, { userId, newEmail, cause, now: clock() }))
      return ok(null)
    },
    async confirm(token, cause) {
      try {
        const moved = await inTransaction(pool, async (db) => {
          const proven = await redeemEmailToken(db, token, { purpose: 'CHANGE_EMAIL', now: clock() })
          const userId = proven && (await move(db, mailer, { ...proven, cause, now: clock() }))
          if (userId !== undefined) await chronicle.record(db, cause, [{ type: 'user.emailChanged', data: { userId } }])
          return userId
        })
        return moved === undefined ? fail('invalid-token') : ok(moved)
      } catch (error) {
        // Only the address can be taken: a token holds nothing else that is unique.
        if (sqlStateOf(error) === sqlState.uniqueViolation) return fail('taken')
        throw error
      }
    },
  }
}

/** The notice goes out whether or not the address is taken: it is the owner's business that somebody tried. */
async function announce(
  db: Queryable,
  mailer: Mailer,
  { userId, newEmail, cause, now }: { userId: string; newEmail: EmailAddress; cause: Cause; now: Date },
): Promise<void> {
  const { rows } = await db.query<EmailAddress & { taken: boolean }>(
    `SELECT email AS address, email_key AS key, EXISTS (SELECT FROM users o WHERE o.email_key = $2 AND o.id <> u.id) AS taken FROM users u WHERE u.id = $1`,
    [userId, newEmail.key],
  )
  const current = rows[0]
  if (current === undefined) return
  await mailer.send(db, emailChangeNotice('requested'), { to: current, recipient: userId, cause })
  const recipient = current.taken ? null : userId
  const token = await issueEmailToken(db, { userId: recipient, purpose: 'CHANGE_EMAIL', email: newEmail, now })
  await mailer.send(db, recipient === null ? alreadyRegisteredLetter() : confirmEmailLetter(token), { to: newEmail, recipient, cause })
}

async function move(
  db: Queryable,
  mailer: Mailer,
  { userId, email, cause, now }: ProvenEmail & { cause: Cause; now: Date },
): Promise<string | undefined> {
  const { rows } = await db.query<EmailAddress>(
    `SELECT email AS address, email_key AS key FROM users WHERE id = $1 AND status = 'ACTIVE' FOR UPDATE`,
    [userId],
  )
  const previous = rows[0]
  if (previous === undefined) return undefined
  await db.query('UPDATE users SET email = $2, email_key = $3, email_verified_at = $4, version = version + 1, updated_at = $4 WHERE id = $1', [
    userId,
    email.address,
    email.key,
    now,
  ])
  // Tokens that went to the address that was left are void: whoever reads it is perhaps no longer the owner.
  await voidEmailTokens(db, userId, { purposes: ['VERIFY_EMAIL', 'RESET_PASSWORD'], now })
  await mailer.send(db, emailChangeNotice('done'), { to: previous, recipient: userId, cause })
  return userId
}
