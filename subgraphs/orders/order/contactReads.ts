import type { Queryable } from '@agora/database/transaction.ts'

import type { OrderContact } from '../checkout/placement.ts'

interface ContactRow {
  readonly id: string
  readonly order_id: string
  readonly email: string
  readonly name: string
  readonly phone: string | null
  readonly locale: string
  readonly shipping_address: OrderContact['shippingAddress']
  readonly billing_address: OrderContact['billingAddress']
  readonly created_at: Date
  readonly expires_at: Date
}

const READ = 'select * from order_contacts where order_id = any($1::text[]) and expires_at > now() limit $2'

/** Whom these orders are for, by order; one statement. Erased ones are absent. */
export async function readContacts(client: Queryable, orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderContact>> {
  const { rows } = await client.query<ContactRow>({ name: 'order_contacts', text: READ, values: [orderIds, orderIds.length] })
  return new Map(rows.map((row) => [row.order_id, contactOf(row)]))
}

function contactOf({ id, email, name, phone, locale, ...row }: ContactRow): OrderContact {
  return {
    id,
    orderId: row.order_id,
    email,
    name,
    phone,
    locale,
    shippingAddress: row.shipping_address,
    billingAddress: row.billing_address,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
