import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { MAX_LINES, MAX_QUANTITY } from './cart.ts'
import { toCurrency } from './cartReads.ts'

// Every change begins by locking the cart's row, so changes of one cart happen one after the other and counts read afterwards hold until commit.

/** A cart whose row is locked until the transaction ends. */
export interface LockedCart {
  readonly id: string
  readonly currencyCode: CurrencyCode
  readonly version: number
}

/** The cart that `openCart` makes when there is none. */
export interface NewCart {
  readonly id: string
  readonly ownerSub: string
  readonly currencyCode: CurrencyCode
  readonly now: Date
  readonly expiresAt: Date
}

/** Pieces to add to a cart. */
export interface AddedLine {
  readonly id: string
  readonly cartId: string
  readonly variantId: string
  readonly sku: string
  readonly quantity: number
  readonly shownPriceMinor: string
  readonly shownCurrency: CurrencyCode
  readonly now: Date
}

interface CartRow {
  readonly id: string
  readonly currency: string
  readonly version: number
  readonly expired: boolean
}

const locked = ({ id, currency, version }: CartRow): LockedCart => ({ id, currencyCode: toCurrency(currency), version })

// The update changes nothing: it is how ON CONFLICT waits for, locks and returns the row that won.
const OPEN = `
insert into carts as c (id, owner_sub, currency, created_at, updated_at, expires_at)
values ($1, $2, $3, $4, $4, $5)
on conflict (owner_sub) where status = 'ACTIVE' do update set owner_sub = excluded.owner_sub
returning c.id, c.currency, c.version, c.expires_at <= $4 as expired`

/** Locks the owner's open cart, which is made if there is none. One that expired and was not swept yet makes room first. */
export async function openCart(client: Queryable, cart: NewCart): Promise<LockedCart> {
  const values = [cart.id, cart.ownerSub, cart.currencyCode, cart.now, cart.expiresAt]
  const { rows } = await client.query<CartRow>(OPEN, values)
  const [row] = rows
  if (row === undefined) throw new Error('An upsert returned no cart')
  if (!row.expired) return locked(row)
  await client.query('delete from carts where id = $1', [row.id])
  const again = await client.query<CartRow>(OPEN, values)
  if (again.rows[0] === undefined) throw new Error('An upsert returned no cart')
  return locked(again.rows[0])
}

/** Locks the owner's open cart; null when there is none. */
export async function lockCart(client: Queryable, ownerSub: string, now: Date): Promise<LockedCart | null> {
  const { rows } = await client.query<CartRow>(
    `select id, currency, version, false as expired from carts where owner_sub = $1 and status = 'ACTIVE' and expires_at > $2 for update`,
    [ownerSub, now],
  )
  return rows[0] === undefined ? null : locked(rows[0])
}

/** A cart as it is after a change. */
export interface ChangedCart {
  readonly id: string
  readonly owner: string
  readonly version: number
  /** What is in it now. */
  readonly variantIds: readonly string[]
}

const TOUCH = `
update carts c set version = version + 1, updated_at = $2, expires_at = $3 where id = $1
returning id, owner_sub as owner, version, array(select l.variant_id from cart_lines l where l.cart_id = c.id order by l.added_at, l.id) as "variantIds"`

/** Notes that a locked cart was changed. */
export async function touchCart(
  client: Queryable,
  cartId: string,
  { now, expiresAt }: { readonly now: Date; readonly expiresAt: Date },
): Promise<ChangedCart> {
  const { rows } = await client.query<ChangedCart>(TOUCH, [cartId, now, expiresAt])
  if (rows[0] === undefined) throw new Error(`The locked cart ${cartId} is gone`)
  return rows[0]
}

const ADD = `
insert into cart_lines as l (id, cart_id, variant_id, sku, quantity, shown_price_minor, shown_currency, added_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (cart_id, variant_id) do update
   set quantity = l.quantity + excluded.quantity, sku = excluded.sku, version = l.version + 1
 where l.quantity + excluded.quantity <= ${MAX_QUANTITY}`

/** Adds pieces to a locked cart. A line that is there already keeps the price it was last shown with, so its warning stays. */
export async function addLine(client: Queryable, line: AddedLine): Promise<'added' | 'too-many-pieces' | 'too-many-lines'> {
  const { rows } = await client.query<{ others: number }>('select count(*)::int as others from cart_lines where cart_id = $1 and variant_id <> $2', [
    line.cartId,
    line.variantId,
  ])
  if ((rows[0]?.others ?? 0) >= MAX_LINES) return 'too-many-lines'
  const { id, cartId, variantId, sku, quantity, shownPriceMinor, shownCurrency, now } = line
  const { rowCount } = await client.query(ADD, [id, cartId, variantId, sku, quantity, shownPriceMinor, shownCurrency, now])
  return rowCount === 1 ? 'added' : 'too-many-pieces'
}

/** Sets the quantity of a line of a locked cart, if it is still at the expected version. */
export async function setQuantity(
  client: Queryable,
  cartId: string,
  { lineId, quantity, expectedVersion }: { readonly lineId: string; readonly quantity: number; readonly expectedVersion: number },
): Promise<'set' | 'other-version' | 'missing'> {
  const { rowCount } = await client.query(
    'update cart_lines set quantity = $3, version = version + 1 where id = $1 and cart_id = $2 and version = $4',
    [lineId, cartId, quantity, expectedVersion],
  )
  if (rowCount === 1) return 'set'
  const { rowCount: found } = await client.query('select from cart_lines where id = $1 and cart_id = $2', [lineId, cartId])
  return found === 1 ? 'other-version' : 'missing'
}

/** Removes a line of a locked cart; false when it has no such line. */
export async function removeLine(client: Queryable, cartId: string, lineId: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from cart_lines where id = $1 and cart_id = $2', [lineId, cartId])
  return rowCount === 1
}

/** Removes all lines of a locked cart. */
export async function removeLines(client: Queryable, cartId: string): Promise<void> {
  await client.query('delete from cart_lines where cart_id = $1', [cartId])
}

/** Sets the currency of a locked cart. */
export async function setCurrency(client: Queryable, cartId: string, currencyCode: CurrencyCode): Promise<void> {
  await client.query('update carts set currency = $2 where id = $1', [cartId, currencyCode])
}

/** A price that the owner of a cart has been shown. */
export interface ShownPrice {
  readonly variantId: string
  readonly sku: string
  /** Null when the variant has no price in the currency. */
  readonly priceMinor: string | null
}

const SHOW = `
update cart_lines l
   set shown_price_minor = s.price, shown_currency = $2, sku = s.sku
  from unnest($3::text[], $4::text[], $5::bigint[]) as s (variant_id, sku, price)
 where l.cart_id = $1 and l.variant_id = s.variant_id`

/** Notes which prices were shown for lines of a locked cart, in one statement. */
export async function notePrices(client: Queryable, cart: Pick<LockedCart, 'id' | 'currencyCode'>, shown: readonly ShownPrice[]): Promise<void> {
  if (shown.length === 0) return
  const columns = [shown.map(({ variantId }) => variantId), shown.map(({ sku }) => sku), shown.map(({ priceMinor }) => priceMinor)]
  await client.query(SHOW, [cart.id, cart.currencyCode, ...columns])
}
