import type { Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import { optionsToKeep } from '../variant/editVariant.ts'
import type { ImportItem } from './importItems.ts'

/** An item whose category and attributes were found good. */
export interface ReadyItem {
  readonly item: ImportItem
  readonly categoryId: string
  /** JSON text. */
  readonly attributes: string
}

const mergeProducts = {
  name: 'import_products',
  text: `MERGE INTO product p
    USING (SELECT * FROM jsonb_to_recordset($1::jsonb) AS i(id text, slug text, name text, description text, brand text, category_id text, attributes jsonb) ORDER BY slug) i
    ON p.slug = i.slug
    WHEN MATCHED AND (p.name, p.description, p.brand, p.category_id, p.attributes) IS DISTINCT FROM (i.name, i.description, i.brand, i.category_id, i.attributes) THEN
      UPDATE SET name = i.name, description = i.description, brand = i.brand, category_id = i.category_id, attributes = i.attributes, version = p.version + 1, updated_at = now()
    WHEN NOT MATCHED THEN
      INSERT (id, slug, name, description, brand, category_id, attributes) VALUES (i.id, i.slug, i.name, i.description, i.brand, i.category_id, i.attributes)`,
}

const mergeVariants = {
  name: 'import_variants',
  text: `MERGE INTO variant v
    USING (
      SELECT i.*, p.id AS product_id
      FROM jsonb_to_recordset($1::jsonb) AS i(id text, slug text, sku text, options jsonb, weight int, packed int, place int) JOIN product p ON p.slug = i.slug ORDER BY i.sku
    ) i
    ON v.sku = i.sku
    WHEN MATCHED AND v.product_id = i.product_id AND (v.options, v.weight_grams, v.packed_weight_grams) IS DISTINCT FROM (i.options, i.weight, i.packed) THEN
      UPDATE SET options = i.options, weight_grams = i.weight, packed_weight_grams = i.packed, version = v.version + 1, updated_at = now()
    WHEN NOT MATCHED THEN
      INSERT (id, product_id, sku, options, weight_grams, packed_weight_grams, position)
      VALUES (i.id, i.product_id, i.sku, i.options, i.weight, i.packed, i.place)`,
}

const removePrices = {
  name: 'import_remove_prices',
  text: `WITH gone AS (
      DELETE FROM price x USING jsonb_to_recordset($1::jsonb) AS i(sku text, currency text, amount int8), variant v
      WHERE i.amount IS NULL AND v.sku = i.sku AND x.variant_id = v.id AND x.currency = i.currency RETURNING x.variant_id
    ) UPDATE variant SET version = version + 1, updated_at = now() WHERE id IN (SELECT variant_id FROM gone)`,
}

// A variant that this transaction made is at its first version still, so only older ones count the edit.
const mergePrices = {
  name: 'import_prices',
  text: `WITH changed AS (
      INSERT INTO price AS x (variant_id, currency, amount_minor)
      SELECT v.id, i.currency, i.amount FROM jsonb_to_recordset($1::jsonb) AS i(sku text, currency text, amount int8) JOIN variant v ON v.sku = i.sku
      WHERE i.amount IS NOT NULL ORDER BY v.id, i.currency
      ON CONFLICT (variant_id, currency) DO UPDATE SET amount_minor = excluded.amount_minor, updated_at = now() WHERE x.amount_minor <> excluded.amount_minor
      RETURNING x.variant_id
    ) UPDATE variant SET version = version + 1, updated_at = now()
    WHERE id IN (SELECT variant_id FROM changed) AND created_at < now()::timestamptz(3)`,
}

/** Writes the items. Two imports at once may both find a slug missing; the one that comes second then breaks a unique constraint and is to be run again. Answers the id of each slug that had to be created. */
export async function mergeItems(client: Queryable, ready: readonly ReadyItem[]): Promise<ReadonlyMap<string, string>> {
  const products = ready.map(({ item, categoryId, attributes }) => ({
    id: newId('Product'),
    slug: item.slug,
    name: item.name,
    description: item.description ?? '',
    brand: item.brand,
    category_id: categoryId,
    attributes: JSON.parse(attributes) as unknown,
  }))
  const variants = ready.flatMap(({ item }) =>
    (item.variants ?? []).map((variant, place) => ({
      id: newId('Variant'),
      slug: item.slug,
      sku: variant.sku,
      options: JSON.parse(optionsToKeep(variant.options ?? [])) as unknown,
      weight: variant.weightGrams,
      packed: variant.packedWeightGrams,
      place: place + 1,
    })),
  )
  const prices = ready.flatMap(({ item }) =>
    (item.variants ?? []).flatMap(({ sku, prices: given }) =>
      (given ?? []).map(({ currencyCode, amountMinor }) => ({ sku, currency: currencyCode, amount: amountMinor?.toString() ?? null })),
    ),
  )
  await client.query({ ...mergeProducts, values: [JSON.stringify(products)] })
  if (variants.length > 0) await client.query({ ...mergeVariants, values: [JSON.stringify(variants)] })
  if (prices.length > 0) {
    await client.query({ ...removePrices, values: [JSON.stringify(prices)] })
    await client.query({ ...mergePrices, values: [JSON.stringify(prices)] })
  }
  return new Map(products.map(({ slug, id }) => [slug, id]))
}
