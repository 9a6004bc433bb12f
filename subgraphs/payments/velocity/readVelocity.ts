import type { Queryable } from '@agora/database/transaction.ts'

/** Who, or what, payments failed for. */
export interface FailureVelocity {
  readonly kind: 'BUYER' | 'CARD'
  readonly subject: string
  readonly failures: number
  readonly successes: number
  readonly lastWindowAt: Date
}

const READ = `
  SELECT kind, subject, sum(failures)::int AS failures, sum(successes)::int AS successes, max(starts_at) AS "lastWindowAt"
  FROM payment_velocity WHERE starts_at >= $1 GROUP BY kind, subject HAVING sum(failures) >= $2 ORDER BY sum(failures) DESC, kind, subject LIMIT 100`

/** Those for whom payments failed so often since a moment, the worst first; at most 100. */
export async function readVelocity(client: Queryable, since: Date, minFailures: number): Promise<FailureVelocity[]> {
  return (await client.query<FailureVelocity>(READ, [since, minFailures])).rows
}

/** How long windows are kept, in milliseconds. */
const KEEP_MS = 7 * 24 * 3_600_000

/** Forgets windows that nobody asks for any more. */
export async function forgetOldWindows(client: Queryable, now: Date): Promise<void> {
  await client.query('DELETE FROM payment_velocity WHERE starts_at < $1', [new Date(now.getTime() - KEEP_MS)])
}
