import type { Queryable } from '@agora/database/transaction.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { EmailAddress } from '../email/emailAddress.ts'
import type { Letter } from './letters.ts'

/** Sends messages. They are recorded in the caller's transaction: a message exists exactly if what it tells of happened. */
export interface Mailer {
  send(db: Queryable, to: EmailAddress, letter: Letter): Promise<void>
}

/** What a mailer needs. */
export interface MailerOptions {
  readonly clock: () => Date
  readonly logger: Logger
}

/** An address gets at most so many messages of a kind in an hour, whoever asks for them. */
const MAILS_PER_HOUR = 5
const HOUR_MS = 60 * 60 * 1000

const INSERT = `INSERT INTO mails (to_address, to_key, kind, delivery, subject, body, token, created_at)
  SELECT $1, $2, $3, $4::mail_delivery, $5, $6, $7, $8
  WHERE (SELECT count(*) FROM mails WHERE to_key = $2 AND kind = $3 AND created_at > $9) < ${MAILS_PER_HOUR}`

/** Keeps messages where a developer can read them; nothing leaves the machine. */
export function createDevInbox({ clock }: Pick<MailerOptions, 'clock'>): Mailer {
  return {
    async send(db, to, { kind, subject, body, token }) {
      await record(db, { to, kind, subject, delivery: 'DEV_INBOX', body, token, now: clock() })
    },
  }
}

/** Stands where no mailer is configured: records that a message was not sent, without its text and token, and says so in the log. */
export function createAbsentMailer({ clock, logger }: MailerOptions): Mailer {
  return {
    async send(db, to, { kind, subject }) {
      await record(db, { to, kind, subject, delivery: 'UNDELIVERED', body: null, token: null, now: clock() })
      logger.error({ kind }, 'Message was not sent: no mailer is configured')
    },
  }
}

interface MailRecord {
  readonly to: EmailAddress
  readonly kind: string
  readonly delivery: 'DEV_INBOX' | 'UNDELIVERED'
  readonly subject: string
  readonly body: string | null
  readonly token: string | null
  readonly now: Date
}

async function record(db: Queryable, { to, kind, delivery, subject, body, token, now }: MailRecord): Promise<void> {
  // Senders to one address count one after another, else a burst would pass the limit.
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mail ${to.key}`])
  await db.query(INSERT, [to.address, to.key, kind, delivery, subject, body, token, now, new Date(now.getTime() - HOUR_MS)])
}
