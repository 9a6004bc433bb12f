import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'

import type { Cause } from '../cause.ts'
import type { Chronicle } from '../events/chronicle.ts'

/** A change of one's own profile. */
export interface ProfileChange {
  readonly userId: string
  readonly displayName: string
  readonly expectedVersion: number
}

/** What changing a profile needs. */
export interface ProfileOptions {
  readonly pool: pg.Pool
  readonly chronicle: Chronicle
  readonly clock: () => Date
}

/** Changes a profile if nobody did in between; answers whether it was changed. */
export type UpdateProfile = (change: ProfileChange, cause: Cause) => Promise<boolean>

const UPDATE = `UPDATE users SET display_name = $2, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $3 AND status = 'ACTIVE'`

/** Makes it. */
export function createUpdateProfile({ pool, chronicle, clock }: ProfileOptions): UpdateProfile {
  return ({ userId, displayName, expectedVersion }, cause) =>
    inTransaction(pool, async (db) => {
      const { rowCount } = await db.query(UPDATE, [userId, displayName, expectedVersion, clock()])
      if (rowCount !== 1) return false
      await chronicle.record(db, cause, [{ type: 'user.profileChanged', data: { userId, fields: ['displayName'] } }])
      return true
    })
}
