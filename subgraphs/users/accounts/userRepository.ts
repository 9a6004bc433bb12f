import type { Queryable } from '@agora/database/transaction.ts'

import type { AccountRole, Credentials, User } from './user.ts'

// Sorting enum values sorts them in the order of the SDL.
const COLUMNS = `u.id, u.email, u.email_verified_at IS NOT NULL, u.display_name, ARRAY(SELECT unnest(u.roles) AS role ORDER BY role)::text[], u.status,
  u.created_at, u.version, u.default_shipping_address_id, u.default_billing_address_id`

type Row = [string, string, boolean, string, AccountRole[], User['status'], Date, number, string | null, string | null]

const userOf = ([id, email, emailVerified, displayName, roles, status, createdAt, version, shipping, billing]: Row): User => ({
  id,
  email,
  emailVerified,
  displayName,
  roles,
  status,
  createdAt,
  version,
  defaultShippingAddressId: shipping,
  defaultBillingAddressId: billing,
})

const BY_IDS = `SELECT ${COLUMNS} FROM users u WHERE u.id = ANY($1::text[])`

/** The accounts of these ids, in any order; unknown ones are absent. */
export async function usersByIds(db: Queryable, ids: readonly string[]): Promise<User[]> {
  const { rows } = await db.query<Row>({ name: 'users_by_ids', text: BY_IDS, values: [ids], rowMode: 'array' })
  return rows.map(userOf)
}

/** One account, or undefined. */
export async function userById(db: Queryable, id: string): Promise<User | undefined> {
  return (await usersByIds(db, [id]))[0]
}

/** Which accounts to list, newest first. `search` is looked for in address and name. */
export interface UserFilter {
  readonly search: string | null
  readonly role: AccountRole | null
}

/** A stretch of that list. */
export interface UserStretch {
  readonly backward: boolean
  /** Beyond this position: time as ISO 8601, id. */
  readonly position: readonly [string, string] | null
  readonly fetch: number
}

const FILTER = `($1::text IS NULL OR u.email ILIKE $1 OR u.display_name ILIKE $1) AND ($2::role IS NULL OR $2::role = ANY(u.roles))`
const forward = `SELECT ${COLUMNS} FROM users u WHERE ${FILTER} AND ($3::timestamptz IS NULL OR (u.created_at, u.id) < ($3, $4))
  ORDER BY u.created_at DESC, u.id DESC LIMIT $5`
const backward = `SELECT ${COLUMNS} FROM users u WHERE ${FILTER} AND ($3::timestamptz IS NULL OR (u.created_at, u.id) > ($3, $4))
  ORDER BY u.created_at, u.id LIMIT $5`

/** The accounts of a stretch, nearest to its position first. */
export async function listUsers(db: Queryable, filter: UserFilter, stretch: UserStretch): Promise<User[]> {
  const [at = null, id = null] = stretch.position ?? []
  const values = [...filterValues(filter), at, id, stretch.fetch]
  const { rows } = await db.query<Row>({ text: stretch.backward ? backward : forward, values, rowMode: 'array' })
  return rows.map(userOf)
}

/** How many accounts the whole list has. */
export async function countUsers(db: Queryable, filter: UserFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM users u WHERE ${FILTER}`, filterValues(filter))
  return rows[0]?.count ?? 0
}

function filterValues({ search, role }: UserFilter): (string | null)[] {
  return [search === null ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`, role]
}

const CREDENTIALS = `SELECT id, email_key AS "emailKey", password_hash AS "passwordHash", status, demo FROM users`

/** What a sign-in with this address is decided by. */
export async function credentialsByEmail(db: Queryable, emailKey: string): Promise<Credentials | undefined> {
  const { rows } = await db.query<Credentials>({ name: 'credentials_by_email', text: `${CREDENTIALS} WHERE email_key = $1`, values: [emailKey] })
  return rows[0]
}

/** The same for an account that is known by id. */
export async function credentialsById(db: Queryable, id: string): Promise<Credentials | undefined> {
  const { rows } = await db.query<Credentials>({ name: 'credentials_by_id', text: `${CREDENTIALS} WHERE id = $1`, values: [id] })
  return rows[0]
}
