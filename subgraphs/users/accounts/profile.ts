import type { Queryable } from '@agora/database/transaction.ts'

/** A change of one's own profile. */
export interface ProfileChange {
  readonly displayName: string
  readonly expectedVersion: number
  readonly now: Date
}

/** Changes a profile if nobody did in between; answers whether it was changed. */
export async function updateProfile(db: Queryable, userId: string, { displayName, expectedVersion, now }: ProfileChange): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE users SET display_name = $2, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $3 AND status = 'ACTIVE'`,
    [userId, displayName, expectedVersion, now],
  )
  return rowCount === 1
}
