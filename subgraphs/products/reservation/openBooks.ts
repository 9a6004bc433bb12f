import type { Queryable } from '@agora/database/transaction.ts'

import { read, text, type Row } from '../database/read.ts'
import { tombstone, type Books, type InboxEntry } from './books.ts'
import { done, reserveKey, type StockAnswer, type StockCommand } from './stockCommand.ts'
import { piecesByOrder, placesByVariant } from './stockRows.ts'

const claim = {
  name: 'inbox_claim',
  text: `INSERT INTO participant_inbox (key, request_hash, answer) SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[])
    ON CONFLICT (key) DO NOTHING RETURNING key`,
}
const recall = { name: 'inbox_recall', text: 'SELECT key, request_hash, answer FROM participant_inbox WHERE key = ANY ($1::text[])' }
const take = {
  name: 'reservation_take',
  text: `WITH held AS MATERIALIZED (
      SELECT order_id, variant_id, location_id FROM reservation WHERE order_id = ANY ($1::text[])
      ORDER BY order_id, variant_id, location_id FOR UPDATE
    ) DELETE FROM reservation r USING held h
    WHERE r.order_id = h.order_id AND r.variant_id = h.variant_id AND r.location_id = h.location_id
    RETURNING r.order_id, r.variant_id, r.location_id, r.quantity`,
}
const soldVariants = { name: 'sold_variants', text: 'SELECT DISTINCT variant_id FROM movement WHERE order_id = ANY ($1::text[])' }
const sold = {
  name: 'sold_to_orders',
  text: `SELECT order_id, variant_id, location_id, -sum(delta) FROM movement WHERE order_id = ANY ($1::text[])
    GROUP BY order_id, variant_id, location_id ORDER BY order_id, variant_id, location_id`,
}
const lock = {
  name: 'stock_lock_variants',
  text: `SELECT NULL, variant_id, location_id, on_hand - reserved FROM stock WHERE variant_id = ANY ($1::text[])
    ORDER BY variant_id, location_id FOR NO KEY UPDATE`,
}
const existing = { name: 'variant_exists', text: 'SELECT id FROM variant WHERE id = ANY ($1::text[])' }

/** Books that are open, and what the inbox holds for their commands so far. */
export interface OpenBooks {
  readonly books: Books
  /** By key: the entries that this transaction has made, to be corrected where the answer turns out to be another. */
  readonly claimed: ReadonlyMap<string, InboxEntry>
}

/**
 * Locks all that the commands are about and reads it, in the one order that every writer of stock keeps: keys of the inbox, reservations by order,
 * then stock by variant and location. So batches may overlap in any way and never wait for each other in a circle.
 */
export async function openBooks(client: Queryable, commands: readonly StockCommand[]): Promise<OpenBooks> {
  const claims = claimsOf(commands)
  const inbox = await claimAll(client, claims)
  const fresh = commands.filter(({ key }) => !inbox.has(key))
  const held = piecesByOrder(await readOrNone(client, take, ordersOf(fresh, ['commit', 'release'])))
  const returning = ordersOf(fresh, ['restock'])
  const settled = [...returning, ...ordersOf(fresh, ['release']).filter((orderId) => !held.has(orderId))]
  const variantIds = new Set([
    ...fresh.flatMap((command) => (command.kind === 'reserve' ? command.lines.map(({ variantId }) => variantId) : [])),
    ...[...held.values()].flatMap((pieces) => pieces.map(({ variantId }) => variantId)),
    ...(await readOrNone(client, soldVariants, returning)).map((row) => text(row, 0)),
  ])
  const stock = await lockStock(client, [...variantIds])
  // Only now: another restock of the order may have gone before, and is seen once its stock is free.
  const books = { inbox, stock, held, sold: piecesByOrder(await readOrNone(client, sold, settled)) }
  return { books, claimed: new Map([...claims].filter(([key]) => !inbox.has(key))) }
}

/** What is written under each key before anything is known: that all goes well. A release claims the key of the reservation as well. */
function claimsOf(commands: readonly StockCommand[]): Map<string, InboxEntry> {
  const claims = new Map<string, InboxEntry>()
  for (const { kind, key, orderId, fingerprint } of commands) {
    if (!claims.has(key)) claims.set(key, { fingerprint, answer: done })
    if (kind === 'release' && !claims.has(reserveKey(orderId))) claims.set(reserveKey(orderId), tombstone)
  }
  return claims
}

/** Claims the keys in their order, waiting for whoever claims the same; answers what is known of those that were claimed before. */
async function claimAll(client: Queryable, claims: ReadonlyMap<string, InboxEntry>): Promise<Map<string, InboxEntry>> {
  const sorted = [...claims].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const rows = await read(client, claim, inboxColumns(sorted))
  if (rows.length === sorted.length) return new Map()
  const fresh = new Set(rows.map((row) => text(row, 0)))
  const known = await read(client, recall, [sorted.flatMap(([key]) => (fresh.has(key) ? [] : [key]))])
  return new Map(known.map((row) => [text(row, 0), { fingerprint: row[1] ?? null, answer: JSON.parse(text(row, 2)) as StockAnswer }]))
}

/** Entries as the arrays of their columns. */
export function inboxColumns(entries: readonly (readonly [string, InboxEntry])[]): unknown[] {
  return [
    entries.map(([key]) => key),
    entries.map(([, { fingerprint }]) => fingerprint),
    entries.map(([, { answer }]) => (answer === done ? '{"ok":true}' : JSON.stringify(answer))),
  ]
}

function ordersOf(commands: readonly StockCommand[], kinds: readonly StockCommand['kind'][]): string[] {
  return [...new Set(commands.flatMap(({ kind, orderId }) => (kinds.includes(kind) ? [orderId] : [])))]
}

const readOrNone = async (client: Queryable, statement: { name: string; text: string }, ids: readonly string[]): Promise<readonly Row[]> =>
  ids.length === 0 ? [] : read(client, statement, [ids])

async function lockStock(client: Queryable, variantIds: readonly string[]): Promise<Map<string, Map<string, number>>> {
  const stock = placesByVariant(await readOrNone(client, lock, variantIds))
  const missing = variantIds.filter((variantId) => !stock.has(variantId))
  for (const row of await readOrNone(client, existing, missing)) stock.set(text(row, 0), new Map())
  return stock
}
