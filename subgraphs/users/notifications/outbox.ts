import type { Queryable } from '@agora/database/transaction.ts'

import type { ChannelName } from './channels/channel.ts'
import { factsShape, type OrderFacts } from './facts.ts'

/** A message that this process has taken for a while, to hand it over. */
export interface Claim {
  readonly id: string
  readonly dedupeKey: string
  readonly channel: ChannelName
  readonly template: string
  readonly recipient: string | null
  readonly correlationId: string
  /** Counts the one that begins now. */
  readonly attempts: number
  /** Null for a message about an order: it is written when its contact is known. */
  readonly letter: { readonly to: string; readonly subject: string; readonly body: string } | null
  readonly order: { readonly id: string; readonly facts: OrderFacts | undefined } | null
}

interface Row extends Omit<Claim, 'letter' | 'order'> {
  readonly orderId: string | null
  readonly facts: unknown
  readonly to: string | null
  readonly subject: string | null
  readonly body: string | null
}

/** Longer than any attempt takes: whoever has not said by then what became of a message is taken for dead. */
const LEASE_MS = 3 * 60_000

const CLAIM = `UPDATE notifications SET attempts = attempts + 1, due_at = $2 WHERE id IN (
    SELECT id FROM notifications WHERE status = 'QUEUED' AND due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING id, dedupe_key AS "dedupeKey", channel, template, recipient, correlation_id AS "correlationId", attempts, order_id AS "orderId", facts,
    to_address AS "to", subject, body`

/** Takes messages that are due. Several processes never take the same one, unless the first is silent for three minutes. */
export async function claimDue(db: Queryable, { now, limit }: { readonly now: Date; readonly limit: number }): Promise<Claim[]> {
  const { rows } = await db.query<Row>({ name: 'claim_notifications', text: CLAIM, values: [now, new Date(now.getTime() + LEASE_MS), limit] })
  return rows.map(({ orderId, facts, to, subject, body, ...claim }) => ({
    ...claim,
    letter: to === null || subject === null || body === null ? null : { to, subject, body },
    order: orderId === null ? null : { id: orderId, facts: factsShape.safeParse(facts).data },
  }))
}

/** What became of a message for good. */
export interface Ending {
  readonly status: 'SENT' | 'FAILED' | 'NOT_CONFIGURED' | 'SUPPRESSED' | 'DEV_INBOX'
  readonly code: string | null
  /** Whom it went to, if it came so far. */
  readonly to?: { readonly address: string; readonly key: string | null }
  /** What the development inbox shows. */
  readonly letter?: { readonly subject: string; readonly body: string; readonly token: string | null }
}

// Whoever did hand it over says so even when it was taken for dead: it is true. All else is said by the one who has it now.
const FINISH = `UPDATE notifications SET status = $3::notification_status, code = $4, finished_at = $5, facts = NULL,
    to_address = coalesce($6, to_address), to_key = coalesce($7, to_key), subject = coalesce($8, subject), body = $9, token = $10
  WHERE id = $1 AND status = 'QUEUED' AND (attempts = $2 OR $3 = 'SENT')`

/** Says what became of it; nothing is kept of its text but in the development inbox. */
export async function finish(
  db: Queryable,
  { id, attempts }: Claim,
  { ending, now }: { readonly ending: Ending; readonly now: Date },
): Promise<void> {
  const { status, code, to, letter } = ending
  const kept = status === 'DEV_INBOX' ? letter : undefined
  const values = [id, attempts, status, code, now, to?.address ?? null, to?.key ?? null]
  await db.query(FINISH, [...values, letter?.subject ?? null, kept?.body ?? null, kept?.token ?? null])
}

/** Has it tried again later. */
export async function postpone(
  db: Queryable,
  { id, attempts }: Claim,
  { code, dueAt }: { readonly code: string; readonly dueAt: Date },
): Promise<void> {
  await db.query(`UPDATE notifications SET code = $3, due_at = $4 WHERE id = $1 AND status = 'QUEUED' AND attempts = $2`, [id, attempts, code, dueAt])
}

/** How many messages of a template went to an address since then. */
export async function countSent(db: Queryable, sent: { readonly key: string; readonly template: string; readonly since: Date }): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM notifications WHERE to_key = $1 AND template = $2 AND created_at > $3 AND status IN ('SENT', 'DEV_INBOX')`,
    [sent.key, sent.template, sent.since],
  )
  return rows[0]?.count ?? 0
}
