import type { Queryable } from '@agora/database/transaction.ts'

import { epoch, number, read, text, type Row } from '../database/read.ts'

/** What lies of a variant in one location. */
export interface StockLevel {
  readonly variantId: string
  readonly location: Location
  readonly onHand: number
  readonly reserved: number
  readonly available: number
  readonly updatedAt: number
}

/** A place that holds stock. */
export interface Location {
  readonly id: string
  readonly code: string
  readonly name: string
}

const STOCK_COLUMNS = `s.variant_id, l.id, l.code, l.name, s.on_hand, s.reserved, ${epoch('s.updated_at')}`

const ofVariant = {
  name: 'stock_of_variant',
  text: `SELECT ${STOCK_COLUMNS} FROM stock s JOIN location l ON l.id = s.location_id WHERE s.variant_id = ANY ($1::text[]) ORDER BY l.code`,
}
const atLocation = {
  name: 'stock_at_location',
  text: `SELECT ${STOCK_COLUMNS} FROM stock s JOIN location l ON l.id = s.location_id WHERE s.variant_id = $1 AND s.location_id = $2`,
}
const availableByVariant = {
  name: 'available_of_variant',
  text: 'SELECT variant_id, sum(on_hand - reserved) FROM stock WHERE variant_id = ANY ($1::text[]) GROUP BY variant_id',
}
const availableByProduct = {
  name: 'available_of_product',
  text: `SELECT product_id, max(available) FROM (
    SELECT v.product_id, sum(s.on_hand - s.reserved) AS available FROM variant v JOIN stock s ON s.variant_id = v.id
    WHERE v.product_id = ANY ($1::text[]) GROUP BY v.product_id, v.id
  ) each GROUP BY product_id`,
}
const locationById = { name: 'location_by_id', text: 'SELECT id, code, name FROM location WHERE id = ANY ($1::text[])' }

/** A stock level from a row of the columns of a variant and location. */
function toStockLevel(row: Row): StockLevel {
  const onHand = number(row, 4)
  const reserved = number(row, 5)
  const location = { id: text(row, 1), code: text(row, 2), name: text(row, 3) }
  return { variantId: text(row, 0), location, onHand, reserved, available: onHand - reserved, updatedAt: number(row, 6) }
}

/** What lies of each variant in each location that ever held it. */
export async function stockOf(database: Queryable, variantIds: readonly string[]): Promise<StockLevel[]> {
  return (await read(database, ofVariant, [variantIds])).map(toStockLevel)
}

/** What lies of a variant in a location where it is known to have been. */
export async function stockLevelOf(database: Queryable, variantId: string, locationId: string): Promise<StockLevel> {
  const [row] = await read(database, atLocation, [variantId, locationId])
  if (row === undefined) throw new TypeError(`There is no stock of ${variantId} at ${locationId}`)
  return toStockLevel(row)
}

/** What can still be promised of something. */
export interface Available {
  /** Of a variant or a product. */
  readonly id: string
  readonly available: number
}

const toAvailable = (row: Row): Available => ({ id: text(row, 0), available: number(row, 1) })

/** What can still be promised of each variant, over all locations. */
export async function availableOfVariants(database: Queryable, variantIds: readonly string[]): Promise<Available[]> {
  return (await read(database, availableByVariant, [variantIds])).map(toAvailable)
}

/** The same of each product's best stocked variant. */
export async function availableOfProducts(database: Queryable, productIds: readonly string[]): Promise<Available[]> {
  return (await read(database, availableByProduct, [productIds])).map(toAvailable)
}

/** Locations by id. */
export async function locationsById(database: Queryable, ids: readonly string[]): Promise<Location[]> {
  return (await read(database, locationById, [ids])).map(toLocation)
}

/** A location from a row of its id, code and name. */
export const toLocation = (row: Row): Location => ({ id: text(row, 0), code: text(row, 1), name: text(row, 2) })
