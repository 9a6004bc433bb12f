import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { digestOf, stableId } from '@agora/ids/stableId.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { UserEvent } from '../../../schema/events/users.ts'
import { emailOf, type UserSeed } from './userEntry.ts'

/** How many rows were missing and are there now. */
export interface InsertedUsers {
  readonly users: number
  readonly addresses: number
}

const OPENING_DAY = Date.UTC(2026, 1, 2, 8)
const DAYS = 240
const DAY_MS = 86_400_000
const SEED_LOCK = 7_262_026

const bornAt = (mailbox: string): number => OPENING_DAY + (digestOf(`born ${mailbox}`).readUInt32BE(0) % DAYS) * DAY_MS

const INSERT_USERS = `INSERT INTO users (id, email, email_key, email_verified_at, display_name, roles, demo, created_at, updated_at)
  SELECT id, email, email, at, name, roles, demo, at, at
  FROM json_to_recordset($1) AS r (id text, email text, name text, roles role[], demo boolean, at timestamptz) ON CONFLICT DO NOTHING RETURNING id`

const INSERT_ADDRESSES = `INSERT INTO addresses (id, user_id, recipient, company, line1, line2, city, region, postal_code, country_code, phone, created_at, updated_at)
  SELECT id, user_id, recipient, company, line1, line2, city, region, "postalCode", country, phone, at, at
  FROM json_to_recordset($1) AS r (id text, user_id text, recipient text, company text, line1 text, line2 text, city text, region text,
    "postalCode" text, country text, phone text, at timestamptz)`

const SET_DEFAULTS = `UPDATE users u SET default_shipping_address_id = r.id, default_billing_address_id = r.id
  FROM json_to_recordset($1) AS r (id text, user_id text, position int) WHERE u.id = r.user_id AND r.position = 0`

/**
 * Adds the accounts that are missing, verified and without a password, in one transaction. One that is there, or whose address someone has
 * registered, is left as it is, its address book too.
 */
export async function loadUsers(pool: pg.Pool, seeds: readonly UserSeed[]): Promise<InsertedUsers> {
  return inTransaction(pool, async (db) => {
    await db.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    const { rows } = await db.query<{ id: string }>(INSERT_USERS, [JSON.stringify(seeds.map(userRow))])
    const added = new Set(rows.map(({ id }) => id))
    const addresses = seeds.flatMap(addressRows).filter((row) => added.has(row.user_id))
    if (addresses.length > 0) {
      const json = JSON.stringify(addresses)
      await db.query(INSERT_ADDRESSES, [json])
      await db.query(SET_DEFAULTS, [json])
    }
    await announce(db, [...added].toSorted())
    return { users: added.size, addresses: addresses.length }
  })
}

/** Tells of the accounts, in the seed's transaction: whoever lives from events knows a seeded shop like any other. */
async function announce(db: Queryable, userIds: readonly string[]): Promise<void> {
  const appends = userIds.map((userId) => ({ stream: userId, expectedVersion: 0, events: [{ type: 'user.registered', data: { userId } } as const] }))
  await createEventStore<UserEvent>({ catalogue }).append(db, appends, { correlationId: 'seed', causationId: null, actor: 'seed' })
}

function userRow(seed: UserSeed): object {
  const { mailbox, name, roles = ['CUSTOMER'], demo = false } = seed
  const at = bornAt(mailbox)
  return { id: stableId('User', mailbox, at), email: emailOf(seed), name, roles, demo, at: new Date(at).toISOString() }
}

function addressRows({ mailbox, name, addresses = [] }: UserSeed): ({ id: string; user_id: string; position: number } & object)[] {
  const born = bornAt(mailbox)
  return addresses.map((address, position) => {
    const at = born + (position + 1) * 60_000
    const ids = { id: stableId('Address', `${mailbox} ${position}`, at), user_id: stableId('User', mailbox, born) }
    return { ...address, ...ids, recipient: name, position, at: new Date(at).toISOString() }
  })
}
