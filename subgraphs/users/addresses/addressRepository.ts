import type { Queryable } from '@agora/database/transaction.ts'

import type { Address } from './address.ts'

const SELECT = `SELECT a.id, a.user_id AS "userId", a.recipient, a.company, a.line1, a.line2, a.city, a.region, a.postal_code AS "postalCode",
  a.country_code AS "countryCode", a.phone, a.version, a.created_at AS "createdAt",
  coalesce(u.default_shipping_address_id = a.id, false) AS "isDefaultShipping", coalesce(u.default_billing_address_id = a.id, false) AS "isDefaultBilling"
  FROM addresses a JOIN users u ON u.id = a.user_id`

/** The address books of these accounts, oldest entry first. Each is bounded when an entry is added. */
export async function addressesOfUsers(db: Queryable, userIds: readonly string[]): Promise<Address[]> {
  const text = `${SELECT} WHERE a.user_id = ANY($1::text[]) ORDER BY a.created_at, a.id`
  return (await db.query<Address>({ name: 'addresses_of_users', text, values: [userIds] })).rows
}

/** The entries of these ids, in any order. */
export async function addressesByIds(db: Queryable, ids: readonly string[]): Promise<Address[]> {
  return (await db.query<Address>({ name: 'addresses_by_ids', text: `${SELECT} WHERE a.id = ANY($1::text[])`, values: [ids] })).rows
}
