import type { Queryable } from '@agora/database/transaction.ts'

import { read, text } from '../database/read.ts'
import { auditView } from '../product/auditView.ts'
import type { Product } from '../product/product.ts'
import { PRODUCT_COLUMN_COUNT, PRODUCT_COLUMNS, toProduct } from '../product/productReads.ts'

/** A product with its variants and prices at one moment of an import. */
export interface Snapshot {
  readonly product: Product
  /** JSON text: SKU → options, weights and prices. Equal texts mean that nothing changed. */
  readonly variants: string
}

const snapshot = {
  name: 'import_snapshot',
  text: `SELECT ${PRODUCT_COLUMNS}, (
      SELECT coalesce(jsonb_object_agg(v.sku, jsonb_build_object('options', v.options, 'weightGrams', v.weight_grams, 'packedWeightGrams', v.packed_weight_grams,
        'prices', (SELECT coalesce(jsonb_object_agg(x.currency, x.amount_minor::text), '{}') FROM price x WHERE x.variant_id = v.id))), '{}')
      FROM variant v WHERE v.product_id = p.id
    ) FROM product p WHERE p.slug = ANY ($1::text[])`,
}
const owners = {
  name: 'import_sku_owners',
  text: 'SELECT v.sku, p.slug FROM variant v JOIN product p ON p.id = v.product_id WHERE v.sku = ANY ($1::text[])',
}
const lock = { name: 'import_lock', text: 'SELECT id FROM product WHERE slug = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE' }

/** Holds the products that an import is about to change. */
export async function lockSlugs(client: Queryable, slugs: readonly string[]): Promise<void> {
  await read(client, lock, [slugs])
}

/** The products of these slugs as they are, by slug. */
export async function snapshots(client: Queryable, slugs: readonly string[]): Promise<Map<string, Snapshot>> {
  const rows = await read(client, snapshot, [slugs])
  return new Map(rows.map((row) => [text(row, 1), { product: toProduct(row), variants: text(row, PRODUCT_COLUMN_COUNT) }]))
}

/** The slugs of the products that these SKUs belong to, by SKU. */
export async function ownersOf(client: Queryable, skus: readonly string[]): Promise<Map<string, string>> {
  return new Map((await read(client, owners, [skus])).map((row) => [text(row, 0), text(row, 1)]))
}

/** A variant as a snapshot has it. */
export interface SnapshotVariant {
  readonly options: Readonly<Record<string, string>>
  readonly weightGrams: number
  readonly packedWeightGrams: number
  /** By currency, in minor units. */
  readonly prices: Readonly<Record<string, string>>
}

/** A snapshot's variants by SKU; the statement above writes what is read here. */
export const variantsOf = ({ variants }: Snapshot): Readonly<Record<string, SnapshotVariant>> =>
  JSON.parse(variants) as Readonly<Record<string, SnapshotVariant>>

/** Whether an import changed anything of the product. */
export function differs(before: Snapshot, after: Snapshot): boolean {
  return before.product.version !== after.product.version || before.variants !== after.variants
}

/** A snapshot as the audit keeps it. */
export function snapshotView({ product, variants }: Snapshot): object {
  return { ...auditView(product), variants: JSON.parse(variants) as unknown }
}
