import type { Queryable } from '@agora/database/transaction.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Cause } from '../cause.ts'
import type { EmailAddress } from '../email/emailAddress.ts'
import type { Handling } from '../notifications/channels/settings.ts'
import { recordLetter } from '../notifications/recording.ts'
import type { Letter } from './letters.ts'

/** Whom a letter is for, and why it is written. */
export interface Posting {
  readonly to: EmailAddress
  /** The account that it is about; null for an address without one. */
  readonly recipient: string | null
  readonly cause: Cause
}

/** Writes letters about accounts. They are recorded in the caller's transaction, so one exists exactly if what it tells of happened; the worker sends them. */
export interface Mailer {
  send(db: Queryable, letter: Letter, posting: Posting): Promise<void>
}

/** What a mailer needs. */
export interface MailerOptions {
  /** What happens to e-mail in this process's world. */
  readonly handling: Handling
  readonly clock: () => Date
  readonly logger: Logger
}

/** Makes it. */
export function createMailer({ handling, clock, logger }: MailerOptions): Mailer {
  return {
    async send(db, letter, { to, recipient, cause }) {
      await recordLetter(db, { letter, to, recipient, handling, correlationId: cause.requestId, now: clock() })
      if (handling === 'NOT_CONFIGURED') logger.error({ kind: letter.kind }, 'Message was not sent: no mailer is configured')
    },
  }
}
