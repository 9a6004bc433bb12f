import type { Queryable } from '@agora/database/transaction.ts'
import { appendStatement } from '@agora/event-store/appendStatement.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { AppendBeside } from '@agora/event-store/eventStore.ts'

import type { Posting } from '../ledger/postings.ts'
import { toRow, type StoredPayment } from './paymentRows.ts'

/** Lines of the books with the event that they belong to. */
export interface Entry extends Posting {
  readonly paymentId: string
  readonly version: number
  readonly currency: string
}

/** A message of another process: its key, and what its content is known by. */
export interface Message {
  readonly key: string
  readonly hash: Buffer
}

/** A webhook that had its effect. */
export interface TakenNotice {
  readonly provider: string
  readonly eventId: string
  readonly paymentId: string | null
  readonly outcome: string
}

/** Everything that a batch writes beside its events. */
export interface Writes {
  /** As they are now, new or changed. */
  readonly payments: readonly StoredPayment[]
  readonly entries: readonly Entry[]
  readonly messages: readonly Message[]
  readonly notices: readonly TakenNotice[]
}

const ROW = `id text, version int, status text, "orderId" text, buyer text, "amountMinor" bigint, currency text, provider text, reference text,
  fingerprint text, "redirectUrl" text, "declineCode" text, "capturedMinor" bigint, "refundedMinor" bigint, refunds jsonb, late text,
  "methodToken" text, "returnUrl" text, unsettled boolean`

/** Fails as a whole when a key was taken meanwhile, or when the books would not balance. */
const WRITE = appendStatement({
  name: 'payments_write',
  parts: `written AS (
  INSERT INTO payments (id, version, status, order_id, buyer, amount_minor, currency, provider, reference, fingerprint, redirect_url, decline_code,
    captured_minor, refunded_minor, refunds, late, method_token, return_url, unsettled)
  SELECT * FROM json_to_recordset($1::json) AS r(${ROW})
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, reference = excluded.reference,
    fingerprint = excluded.fingerprint, redirect_url = excluded.redirect_url, decline_code = excluded.decline_code,
    captured_minor = excluded.captured_minor, refunded_minor = excluded.refunded_minor, refunds = excluded.refunds, late = excluded.late,
    method_token = excluded.method_token, unsettled = excluded.unsettled, updated_at = clock_timestamp()
), entered AS (
  INSERT INTO ledger_entries (payment_id, version, account, currency, amount_minor)
  SELECT "paymentId", version, account, currency, "amountMinor"
  FROM json_to_recordset($2::json) AS e("paymentId" text, version int, account text, currency text, "amountMinor" bigint)
), heard AS (
  INSERT INTO participant_inbox (key, payload_hash)
  SELECT key, decode(hash, 'hex') FROM json_to_recordset($3::json) AS m(key text, hash text)
), told AS (
  INSERT INTO provider_events (provider, event_id, payment_id, outcome)
  SELECT provider, "eventId", "paymentId", outcome FROM json_to_recordset($4::json) AS n(provider text, "eventId" text, "paymentId" text, outcome text)
  ON CONFLICT DO NOTHING
)`,
})

/** A batch as the store takes it. `metadata` is for events that bring none of their own. */
export function besideOf({ payments, entries, messages, notices }: Writes, metadata: EventMetadata): AppendBeside {
  return {
    statement: WRITE,
    metadata,
    values: [
      JSON.stringify(payments.map(toRow)),
      JSON.stringify(entries.map((entry) => ({ ...entry, amountMinor: entry.amountMinor.toString() }))),
      JSON.stringify(messages.map(({ key, hash }) => ({ key, hash: hash.toString('hex') }))),
      JSON.stringify(notices),
    ],
  }
}

/** Takes a key so that its message has no effect any more; true when that holds now, false when the message came first. */
export async function leaveTombstone(client: Queryable, key: string): Promise<boolean> {
  const { rows } = await client.query<{ tombstone: boolean }>(
    `WITH left_behind AS (INSERT INTO participant_inbox (key, payload_hash, tombstone) VALUES ($1, '', true) ON CONFLICT DO NOTHING RETURNING tombstone)
     SELECT tombstone FROM left_behind UNION ALL SELECT tombstone FROM participant_inbox WHERE key = $1`,
    [key],
  )
  return rows[0]?.tombstone ?? false
}
