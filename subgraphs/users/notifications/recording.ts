import type { Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { EmailAddress } from '../email/emailAddress.ts'
import type { Letter } from '../mail/letters.ts'
import type { ChannelName } from './channels/channel.ts'
import type { Handling } from './channels/settings.ts'
import type { Telling } from './tellings.ts'

/** What is recorded with every message. */
interface Occasion {
  readonly handling: Handling
  readonly correlationId: string
  readonly now: Date
}

/** A letter and whom it is for. */
export interface LetterRecord extends Occasion {
  readonly letter: Letter
  readonly to: EmailAddress
  /** Null for an address without an account. */
  readonly recipient: string | null
}

/** An address gets at most so many letters of a kind about accounts in an hour: anybody can ask for them. */
const LETTERS_PER_HOUR = 5
const HOUR_MS = 60 * 60 * 1000

const INSERT_LETTER = `INSERT INTO notifications
    (id, dedupe_key, channel, template, recipient, to_address, to_key, subject, body, token, status, due_at, correlation_id, created_at, finished_at)
  SELECT $1, $1, 'EMAIL', $2, $3, $4, $5, $6, $7, $8, $9::notification_status, $10, $11, $10, CASE WHEN $9 = 'QUEUED' THEN NULL ELSE $10::timestamptz END
  WHERE (SELECT count(*) FROM notifications WHERE to_key = $5 AND template = $2 AND created_at > $12) < ${LETTERS_PER_HOUR}`

/** Records a letter in the caller's transaction. Text and token of one that will not be sent are not kept. */
export async function recordLetter(db: Queryable, { letter, to, recipient, handling, correlationId, now }: LetterRecord): Promise<void> {
  const { kind, subject, body, token } = handling === 'NOT_CONFIGURED' ? { ...letter, body: null, token: null } : letter
  // Senders to one address count one after another, else a burst would pass the limit.
  await db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`mail ${to.key}`])
  const hourAgo = new Date(now.getTime() - HOUR_MS)
  const values = [newId('Notification'), kind, recipient, to.address, to.key, subject, body, token, handling, now, correlationId, hourAgo]
  await db.query(INSERT_LETTER, values)
}

/** Something to tell on one channel because of an event. */
export interface TellingRecord extends Occasion {
  readonly telling: Telling
  readonly eventId: string
  readonly channel: ChannelName
}

const INSERT_TELLING = `INSERT INTO notifications
    (id, dedupe_key, channel, template, recipient, order_id, facts, status, due_at, correlation_id, created_at, finished_at)
  VALUES ($1, $2, $3::notification_channel, $4, $5, $6, $7, $8::notification_status, $9, $10, $9, CASE WHEN $8 = 'QUEUED' THEN NULL ELSE $9::timestamptz END)
  ON CONFLICT (dedupe_key, channel) DO NOTHING`

/**
 * Records in the caller's transaction that an event is to be told; a second time for the same event and channel it does nothing.
 * Whom to write to is asked when it is sent: nothing personal waits here. What is kept in the development inbox waits for that as well.
 */
export async function recordTelling(db: Queryable, { telling, eventId, channel, handling, correlationId, now }: TellingRecord): Promise<void> {
  const { facts, buyer, orderId } = telling
  const status = handling === 'NOT_CONFIGURED' ? handling : 'QUEUED'
  const kept = status === 'QUEUED' ? JSON.stringify(facts) : null
  await db.query(INSERT_TELLING, [newId('Notification'), eventId, channel, facts.template, buyer, orderId, kept, status, now, correlationId])
}
