import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'

import { announceSeed } from './announceSeed.ts'
import { attributeDefinitions } from './attributeDefinitions.ts'
import { locationRows, type CatalogueRows } from './catalogueRows.ts'
import { openingDay } from './seedIdentity.ts'

/** How many rows were missing and are there now. */
export interface Inserted {
  readonly attributes: number
  readonly locations: number
  readonly categories: number
  readonly products: number
  readonly variants: number
}

/** Two seeds at once would wait for each other row by row; they wait here instead. */
const SEED_LOCK = 7_262_025

/**
 * Puts what is missing into the tables, in one transaction. What is there is never touched, whoever changed it since: neither the row nor
 * what hangs on it, so a removed picture or price stays removed. A product whose category is gone or whose slug is taken is left out.
 */
export async function loadCatalogue(pool: pg.Pool, rows: CatalogueRows): Promise<Inserted> {
  return inTransaction(pool, async (db) => {
    await db.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    const attributes = await insertDefinitions(db)
    const locations = await count(db, INSERT_LOCATIONS, locationRows)
    const categories = await insertCategories(db, rows)
    const products = await insert(db, INSERT_PRODUCTS, rows.products)
    await insertMedia(db, rows, new Set(products))
    const variants = await insert(db, INSERT_VARIANTS, rows.variants)
    await insertPricesAndStock(db, rows, new Set(variants))
    await announceSeed(db, { products, variants })
    return { attributes, locations, categories, products: products.length, variants: variants.length }
  })
}

const INSERT_DEFINITIONS = `INSERT INTO attribute_definition (key, label, kind, unit, position, created_at)
  SELECT key, label, kind, unit, position, at FROM json_to_recordset($1) AS r (key text, label text, kind attribute_kind, unit text, position int, at timestamptz)
  ON CONFLICT DO NOTHING`

const INSERT_LOCATIONS = `INSERT INTO location (id, code, name, created_at)
  SELECT id, code, name, at FROM json_to_recordset($1) AS r (id text, code text, name text, at timestamptz) ON CONFLICT DO NOTHING`

const INSERT_CATEGORIES = `INSERT INTO category (id, parent_id, slug, name, description, position, created_at, updated_at)
  SELECT r.id, r.parent_id, r.slug, r.name, r.description, r.position, r.at, r.at
  FROM json_to_recordset($1) AS r (id text, parent_id text, slug text, name text, description text, position int, at timestamptz)
  WHERE r.parent_id IS NULL OR EXISTS (SELECT FROM category c WHERE c.id = r.parent_id) ON CONFLICT DO NOTHING`

const INSERT_PRODUCTS = `INSERT INTO product (id, slug, name, description, brand, status, category_id, attributes, published_at, created_at, updated_at)
  SELECT r.id, r.slug, r.name, r.description, r.brand, r.status, c.id, r.attributes, r.published_at, r.at, r.at
  FROM json_to_recordset($1) AS r (id text, slug text, name text, description text, brand text, status product_status, category_id text,
    attributes jsonb, published_at timestamptz, at timestamptz)
  JOIN category c ON c.id = r.category_id ON CONFLICT DO NOTHING RETURNING id`

const INSERT_MEDIA = `INSERT INTO media (id, product_id, key, content_type, alt_text, bytes, created_at)
  SELECT id, product_id, key, 'image/svg+xml', alt_text, convert_to(svg, 'UTF8'), at
  FROM json_to_recordset($1) AS r (id text, product_id text, key text, alt_text text, svg text, at timestamptz) ON CONFLICT DO NOTHING`

const INSERT_VARIANTS = `INSERT INTO variant (id, product_id, sku, options, weight_grams, packed_weight_grams, position, created_at, updated_at)
  SELECT r.id, p.id, r.sku, r.options, r.weight_grams, r.packed_weight_grams, r.position, r.at, r.at
  FROM json_to_recordset($1) AS r (id text, product_id text, sku text, options jsonb, weight_grams int, packed_weight_grams int, position int, at timestamptz)
  JOIN product p ON p.id = r.product_id ON CONFLICT DO NOTHING RETURNING id`

const INSERT_PRICES = `INSERT INTO price (variant_id, currency, amount_minor, updated_at)
  SELECT variant_id, currency, amount, at FROM json_to_recordset($1) AS r (variant_id text, currency text, amount bigint, at timestamptz)`

/** A place that holds none of a variant has a row for it too: nothing is not the same as unknown. */
const INSERT_STOCK = `INSERT INTO stock (variant_id, location_id, updated_at)
  SELECT r.variant_id, l.id, r.at FROM json_to_recordset($1) AS r (variant_id text, location_id text, at timestamptz) JOIN location l ON l.id = r.location_id`

const INSERT_MOVEMENTS = `INSERT INTO movement (id, variant_id, location_id, delta, reason, actor, created_at)
  SELECT r.movement_id, r.variant_id, l.id, r.delta, 'INITIAL', 'seed', r.at
  FROM json_to_recordset($1) AS r (movement_id text, variant_id text, location_id text, delta int, at timestamptz)
  JOIN location l ON l.id = r.location_id WHERE r.delta <> 0`

const count = async (db: Queryable, statement: string, rows: readonly object[]): Promise<number> =>
  (await db.query(statement, [JSON.stringify(rows)])).rowCount ?? 0

async function insert(db: Queryable, statement: string, rows: readonly object[]): Promise<string[]> {
  const answer = await db.query<{ id: string }>(statement, [JSON.stringify(rows)])
  return answer.rows.map(({ id }) => id)
}

async function insertDefinitions(db: Queryable): Promise<number> {
  const at = new Date(openingDay).toISOString()
  const rows = attributeDefinitions.map(([key, label, kind, unit], position) => ({ key, label, kind, unit, position, at }))
  return count(db, INSERT_DEFINITIONS, rows)
}

/** Level by level: a category learns its path from a parent that must be there. */
async function insertCategories(db: Queryable, { categories }: CatalogueRows): Promise<number> {
  let inserted = 0
  for (const level of new Set(categories.map((row) => row.level))) {
    inserted += await count(
      db,
      INSERT_CATEGORIES,
      categories.filter((row) => row.level === level),
    )
  }
  return inserted
}

async function insertMedia(db: Queryable, { products }: CatalogueRows, added: ReadonlySet<string>): Promise<void> {
  const rows = products.filter(({ id }) => added.has(id)).map(({ id, at, media }) => ({ ...media, product_id: id, at }))
  if (rows.length > 0) await count(db, INSERT_MEDIA, rows)
}

async function insertPricesAndStock(db: Queryable, { variants }: CatalogueRows, added: ReadonlySet<string>): Promise<void> {
  const fresh = variants.filter(({ id }) => added.has(id))
  if (fresh.length === 0) return
  await count(
    db,
    INSERT_PRICES,
    fresh.flatMap(({ id, at, prices }) => prices.map((price) => ({ ...price, variant_id: id, at }))),
  )
  const stock = fresh.flatMap(({ id, at, stock: places }) => places.map((place) => ({ ...place, variant_id: id, at })))
  await count(db, INSERT_STOCK, stock)
  await count(db, INSERT_MOVEMENTS, stock)
}
