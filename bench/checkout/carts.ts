import { randomUUID } from 'node:crypto'

import type pg from 'pg'

import { stableId } from '@agora/ids/stableId.ts'
import { newId } from '@agora/ids/typeId.ts'

import { openingDay } from '../../prisma/orders/seed/tariffs.ts'
import type { Asked } from './seam.ts'

const shippingMethodId = stableId('ShippingMethod', 'STANDARD', openingDay.getTime())

/** What a client sends with a checkout. */
export const inputOf = (idempotencyKey: string): Readonly<Record<string, unknown>> => ({
  shippingMethodId,
  shippingAddress: { name: 'Ada Lovelace', line1: 'Unter den Linden 1', city: 'Berlin', postalCode: '10117', countryCode: 'DE' },
  contact: { email: 'ada@example.com', name: 'Ada', locale: 'en' },
  paymentMethod: 'pm_card',
  idempotencyKey,
})

const CARTS = `INSERT INTO carts (id, owner_sub, currency, created_at, updated_at, expires_at)
  SELECT id, owner, 'EUR', now(), now(), now() + interval '1 day' FROM unnest($1::text[], $2::text[]) AS c(id, owner)`
const LINES = `INSERT INTO cart_lines (id, cart_id, variant_id, sku, quantity, shown_currency, added_at)
  SELECT id, cart, variant, variant, quantity, 'EUR', now() FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS l(id, cart, variant, quantity)`

/** How carts are filled. */
export interface Filling {
  readonly variantIds: readonly string[]
  /** Everybody buys the first variant, beside another. */
  readonly hot: boolean
}

/** Fills a cart of two lines for each buyer, by chance, and answers what is to be asked for them. */
export async function fillCarts(orders: pg.Pool, buyers: readonly string[], { variantIds, hot }: Filling): Promise<Asked[]> {
  const asked = buyers.map((buyer): Asked => {
    const first = hot ? 0 : Math.floor(Math.random() * variantIds.length)
    const second = (first + 1 + Math.floor(Math.random() * (variantIds.length - 1))) % variantIds.length
    const lines = [first, second].map((place, nth) => ({
      variantId: variantIds[place] ?? '',
      quantity: nth === 0 ? 1 + Math.floor(Math.random() * 2) : 1,
    }))
    const ids = { orderId: newId('Order'), contactId: newId('OrderContact'), cartId: newId('Cart') }
    return { buyer, ...ids, key: randomUUID(), lines, amountMinor: String(1000 + Math.floor(Math.random() * 50_000)) }
  })
  await orders.query(CARTS, [asked.map(({ cartId }) => cartId), buyers])
  const lines = asked.flatMap(({ cartId, lines: ofCart }) => ofCart.map((line) => ({ id: newId('CartLine'), cartId, ...line })))
  await orders.query(LINES, [
    lines.map(({ id }) => id),
    lines.map(({ cartId }) => cartId),
    lines.map(({ variantId }) => variantId),
    lines.map(({ quantity }) => quantity),
  ])
  return asked
}
