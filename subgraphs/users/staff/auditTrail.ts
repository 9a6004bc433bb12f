import type { Queryable } from '@agora/database/transaction.ts'

/** One thing that staff did to an account. Resolves the SDL type UserAuditEntry. */
export interface AuditEntry {
  readonly id: string
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly target: string
  /** JSON text. */
  readonly before: string
  /** JSON text. */
  readonly after: string
  readonly requestId: string
}

/** A stretch of each trail, newest first. */
export interface TrailStretch {
  readonly backward: boolean
  /** Beyond this position: time as ISO 8601, id. */
  readonly position: readonly [string, string] | null
  readonly fetch: number
}

const statement = (beyond: '<' | '>', order: 'ASC' | 'DESC'): string => `SELECT e.* FROM unnest($1::text[]) AS wanted(id) CROSS JOIN LATERAL (
  SELECT id, at, actor, action, target, before::text, after::text, request_id AS "requestId" FROM audit_entries
  WHERE target = wanted.id AND ($2::timestamptz IS NULL OR (at, id) ${beyond} ($2, $3)) ORDER BY at ${order}, id ${order} LIMIT $4) e`

/** The same stretch of several accounts' trails, by one statement. */
export async function auditEntriesOf(db: Queryable, userIds: readonly string[], { backward, position, fetch }: TrailStretch): Promise<AuditEntry[]> {
  const [at = null, id = null] = position ?? []
  const text = backward ? statement('>', 'ASC') : statement('<', 'DESC')
  return (await db.query<AuditEntry>(text, [userIds, at, id, fetch])).rows
}
