import type { Queryable } from '@agora/database/transaction.ts'

import type { Message } from './changeRows.ts'
import { COLUMNS, fromRow, type PaymentRow, type StoredPayment } from './paymentRows.ts'

/** What is asked of a payment, as far as something is stored of it. */
export interface AskedOf {
  readonly paymentId: string
  readonly message?: Message | undefined
}

/** What is known of a key. */
export interface KnownMessage {
  readonly key: string
  readonly hash: Buffer
  readonly tombstone: boolean
}

/** What is stored of a batch. */
export interface Stored {
  readonly payments: readonly StoredPayment[]
  /** The keys that were used before. */
  readonly messages: ReadonlyMap<string, KnownMessage>
}

type Row = { [Column in keyof PaymentRow]: PaymentRow[Column] | null } & {
  readonly key: string | null
  readonly hash: Buffer
  readonly tombstone: boolean
}

const READ = {
  name: 'payments_asked',
  // One look into each index, whatever the planner believes of the tables.
  text: `SELECT p.*, m.* FROM unnest($1::text[], $2::text[]) AS asked(payment_id, message_key)
  LEFT JOIN LATERAL (SELECT ${COLUMNS} FROM payments WHERE payments.id = payment_id LIMIT 1) p ON true
  LEFT JOIN LATERAL (SELECT key, payload_hash AS hash, tombstone FROM participant_inbox WHERE key = message_key LIMIT 1) m ON true`,
}

const none: Stored = { payments: [], messages: new Map() }

/** Payments and keys by one statement. Nothing is locked: the streams' versions tell whoever decides by what has passed meanwhile. */
export async function readAsked(client: Queryable, asked: readonly AskedOf[]): Promise<Stored> {
  if (asked.length === 0) return none
  const values = [asked.map(({ paymentId }) => paymentId), asked.map(({ message }) => message?.key ?? null)]
  const { rows } = await client.query<Row>({ ...READ, values })
  return {
    payments: rows.filter(isPayment).map(fromRow),
    messages: new Map(rows.flatMap(({ key, hash, tombstone }) => (key === null ? [] : [[key, { key, hash, tombstone }]]))),
  }
}

const isPayment = (row: Row | (Row & PaymentRow)): row is Row & PaymentRow => row.id !== null
