import { createHash } from 'node:crypto'

import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'

import { claimAttempt, type Attempts, type Claim } from './throttle.ts'

// A well-formed but unused address may be a typing error of somebody's: only its digest is kept.
const keyOf = (emailKey: string): Buffer => createHash('sha256').update(emailKey).digest()

/** Counts an attempt ahead; see claimAttempt. Attempts on one address are counted one after another. */
export function recordAttempt(pool: pg.Pool, emailKey: string, now: Date): Promise<Claim> {
  const key = keyOf(emailKey)
  return inTransaction(pool, async (db) => {
    // The row must be there before it can be locked; a first attempt starts from no failures.
    await db.query('INSERT INTO sign_in_throttles (key, failures, last_attempt_at) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING', [key, now])
    const { rows } = await db.query<Attempts>(
      'SELECT failures, last_attempt_at AS "lastAttemptAt", locked_until AS "lockedUntil" FROM sign_in_throttles WHERE key = $1 FOR UPDATE',
      [key],
    )
    const claim = claimAttempt(rows[0], now)
    if (claim.allowed) {
      const { failures, lastAttemptAt, lockedUntil } = claim.next
      await db.query(
        `INSERT INTO sign_in_throttles (key, failures, last_attempt_at, locked_until) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_attempt_at = excluded.last_attempt_at, locked_until = excluded.locked_until`,
        [key, failures, lastAttemptAt, lockedUntil],
      )
    }
    return claim
  })
}

/** Takes the count away after a success. */
export async function forgetAttempts(pool: pg.Pool, emailKey: string): Promise<void> {
  await pool.query('DELETE FROM sign_in_throttles WHERE key = $1', [keyOf(emailKey)])
}
