import type pg from 'pg'

import { currencies, type CurrencyCode, type Money } from '@agora/money/money.ts'

import { MAX_LINES, type Cart, type CartLine } from './cart.ts'

/** A line and the principal whose cart it is in. */
export interface OwnedLine {
  readonly ownerSub: string
  readonly line: CartLine
}

/** The open carts as they are now. Expired and closed ones are not found. Lists of ids are as long as a page of a connection: 100 at most. */
export interface CartReads {
  /** By owner; one statement. */
  ofOwners(subs: readonly string[]): Promise<ReadonlyMap<string, Cart>>
  /** By id; one statement. */
  byId(ids: readonly string[]): Promise<ReadonlyMap<string, Cart>>
  /** Single lines by id; one statement. */
  linesById(ids: readonly string[]): Promise<ReadonlyMap<string, OwnedLine>>
}

const COLUMNS = `
       c.id, c.owner_sub, c.currency, c.version, c.created_at, c.updated_at, c.expires_at,
       l.id, l.variant_id, l.sku, l.quantity, l.shown_price_minor, l.shown_currency, l.version, l.added_at`

const cartsBy = (column: 'owner_sub' | 'id'): string => `
select ${COLUMNS}
  from carts c
  left join cart_lines l on l.cart_id = c.id
 where c.${column} = any($1::text[]) and c.status = 'ACTIVE' and c.expires_at > $2
 order by c.id, l.added_at, l.id
 limit $3`

const LINES_BY_ID = `
select ${COLUMNS}
  from cart_lines l
  join carts c on c.id = l.cart_id
 where l.id = any($1::text[]) and c.status = 'ACTIVE' and c.expires_at > $2
 limit $3`

const statements = {
  cartsOfOwners: cartsBy('owner_sub'),
  cartsById: cartsBy('id'),
  cartLinesById: LINES_BY_ID,
} as const

type CartColumns = [id: string, ownerSub: string, currency: string, version: number, createdAt: Date, updatedAt: Date, expiresAt: Date]
type LineColumns = [
  id: string,
  variantId: string,
  sku: string,
  quantity: number,
  shownPriceMinor: string | null,
  shownCurrency: string,
  version: number,
  addedAt: Date,
]
type AllNull<Columns extends readonly unknown[]> = { [Column in keyof Columns]: null }
type Row = [...CartColumns, ...LineColumns] | [...CartColumns, ...AllNull<LineColumns>]

/** Prepared statements over the pool. */
export function createCartReads(pool: pg.Pool, clock: () => Date): CartReads {
  const read = async (name: keyof typeof statements, keys: readonly string[], rowsPerKey: number): Promise<Row[]> => {
    const values = [keys, clock(), keys.length * rowsPerKey]
    const { rows } = await pool.query<Row>({ name, text: statements[name], values, rowMode: 'array' })
    return rows
  }
  return {
    ofOwners: async (subs) => new Map(cartsOf(await read('cartsOfOwners', subs, MAX_LINES)).map((cart) => [cart.ownerSub, cart])),
    byId: async (ids) => new Map(cartsOf(await read('cartsById', ids, MAX_LINES)).map((cart) => [cart.id, cart])),
    linesById: async (ids) => new Map((await read('cartLinesById', ids, 1)).flatMap(ownedLine)),
  }
}

function cartsOf(rows: readonly Row[]): Cart[] {
  const byCart = Map.groupBy(rows, ([id]) => id)
  return [...byCart.values()].flatMap((ofOne) => {
    const [first] = ofOne
    if (first === undefined) return []
    const [id, ownerSub, currency, version, createdAt, updatedAt, expiresAt] = first
    const lines = ofOne.map(lineOf).filter((line) => line !== null)
    return [{ id, ownerSub, currencyCode: toCurrency(currency), version, createdAt, updatedAt, expiresAt, lines }]
  })
}

function lineOf(row: Row): CartLine | null {
  if (row[7] === null) return null
  const [, , currency, , , , , id, variantId, sku, quantity, shownPriceMinor, shownCurrency, version, addedAt] = row
  const shown = shownIn(shownPriceMinor, shownCurrency)
  return { id, currencyCode: toCurrency(currency), variantId, sku, quantity, shown, version, addedAt }
}

const ownedLine = (row: Row): [string, OwnedLine][] => {
  const line = lineOf(row)
  return line === null ? [] : [[line.id, { ownerSub: row[1], line }]]
}

function shownIn(amountMinor: string | null, currency: string): Money | null {
  return amountMinor === null ? null : { amountMinor: BigInt(amountMinor), currencyCode: toCurrency(currency) }
}

/** Reads a stored currency; one that the shop does not know is a bug and throws. */
export function toCurrency(text: string): CurrencyCode {
  if (!Object.hasOwn(currencies, text)) throw new TypeError(`A cart is stored in the unknown currency ${text}`)
  return text as CurrencyCode
}
