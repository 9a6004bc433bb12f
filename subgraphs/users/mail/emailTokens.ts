import type { Queryable } from '@agora/database/transaction.ts'

import type { EmailAddress } from '../email/emailAddress.ts'
import { newOpaqueToken, readOpaqueToken } from '../tokens/opaqueToken.ts'

/** What a token proves when it comes back. */
export type EmailTokenPurpose = 'VERIFY_EMAIL' | 'RESET_PASSWORD' | 'CHANGE_EMAIL'

const HOUR_MS = 60 * 60 * 1000
const LIFE_MS: Readonly<Record<EmailTokenPurpose, number>> = { VERIFY_EMAIL: 24 * HOUR_MS, RESET_PASSWORD: HOUR_MS, CHANGE_EMAIL: HOUR_MS }

/** What a token is made for. */
export interface EmailTokenOrder {
  /** Null when there is nobody to make it for: the same statement runs, stores nothing, and the token opens nothing. */
  readonly userId: string | null
  readonly purpose: EmailTokenPurpose
  readonly email: EmailAddress
  readonly now: Date
}

const INSERT = `INSERT INTO email_tokens (hash, user_id, purpose, email, email_key, created_at, expires_at)
  SELECT $1, $2, $3::email_token_purpose, $4, $5, $6, $7 WHERE $2::text IS NOT NULL`

/** Makes a token; the database keeps its hash alone. */
export async function issueEmailToken(db: Queryable, { userId, purpose, email, now }: EmailTokenOrder): Promise<string> {
  const { text, hash } = newOpaqueToken()
  await db.query(INSERT, [hash, userId, purpose, email.address, email.key, now, new Date(now.getTime() + LIFE_MS[purpose])])
  return text
}

/** What a token proved. */
export interface ProvenEmail {
  readonly userId: string
  readonly email: EmailAddress
}

/** Uses a token up, with every other of its purpose; undefined when it is unknown, used or expired. */
export async function redeemEmailToken(
  db: Queryable,
  text: string,
  { purpose, now }: Pick<EmailTokenOrder, 'purpose' | 'now'>,
): Promise<ProvenEmail | undefined> {
  const hash = readOpaqueToken(text)
  if (hash === undefined) return undefined
  const { rows } = await db.query<{ userId: string; address: string; key: string }>(
    `UPDATE email_tokens SET used_at = $3 WHERE hash = $1 AND purpose = $2::email_token_purpose AND used_at IS NULL AND expires_at > $3
     RETURNING user_id AS "userId", email AS address, email_key AS key`,
    [hash, purpose, now],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  await voidEmailTokens(db, row.userId, { purposes: [purpose], now })
  return { userId: row.userId, email: { address: row.address, key: row.key } }
}

/** Makes tokens useless that are still on their way. */
export async function voidEmailTokens(
  db: Queryable,
  userId: string,
  { purposes, now }: { readonly purposes: readonly EmailTokenPurpose[]; readonly now: Date },
): Promise<void> {
  await db.query(`UPDATE email_tokens SET used_at = $3 WHERE user_id = $1 AND purpose = ANY($2::email_token_purpose[]) AND used_at IS NULL`, [
    userId,
    purposes,
    now,
  ])
}
