import type { Queryable } from '@agora/database/transaction.ts'

/** A published product as its event tells it. */
export interface ShownProduct {
  readonly productId: string
  readonly brand: string
  readonly categoryId: string
  readonly variantIds: readonly string[]
}

const SHOW = `INSERT INTO products AS p (product_id, published, brand, category_id, version) VALUES ($1, true, $2, $3, $4)
  ON CONFLICT (product_id) DO UPDATE SET published = true, brand = excluded.brand, category_id = excluded.category_id, version = excluded.version
  WHERE p.version < excluded.version RETURNING coalesce(old.published, false) AS before`

const OWN = `INSERT INTO variants (variant_id, product_id) SELECT id, $1 FROM unnest($2::text[]) AS id ORDER BY id
  ON CONFLICT (variant_id) DO UPDATE SET product_id = excluded.product_id`

/** Whether what is stored was one way before and is another now; no row where an older event changed nothing. */
const changed = ([row]: readonly { readonly before: boolean }[], now: boolean): boolean => row !== undefined && row.before !== now

/** Notes that customers can see a product, and how it is now; answers whether they could not before. An event older than the last one taken in changes nothing. */
export async function takeInProduct(client: Queryable, product: ShownProduct, version: number): Promise<boolean> {
  const { rows } = await client.query<{ before: boolean }>(SHOW, [product.productId, product.brand, product.categoryId, version])
  await client.query(OWN, [product.productId, product.variantIds])
  return changed(rows, true)
}

const HIDE = `INSERT INTO products AS p (product_id, published, version) VALUES ($1, false, $2)
  ON CONFLICT (product_id) DO UPDATE SET published = false, version = excluded.version WHERE p.version < excluded.version
  RETURNING coalesce(old.published, false) AS before`

/** Notes that customers cannot see a product any more; answers whether they could before. */
export async function takeOutProduct(client: Queryable, productId: string, version: number): Promise<boolean> {
  return changed((await client.query<{ before: boolean }>(HIDE, [productId, version])).rows, false)
}

const STOCK = `INSERT INTO variants AS v (variant_id, product_id, available, version) VALUES ($1, $2, $3, $4)
  ON CONFLICT (variant_id) DO UPDATE SET available = excluded.available, product_id = excluded.product_id, version = excluded.version
  WHERE v.version < excluded.version RETURNING coalesce(old.available, 0) > 0 AS before`

/** Notes how many pieces of a variant can be had; answers whether there were none before and are some now, or the other way round. */
export async function takeInStock(
  client: Queryable,
  stock: { readonly variantId: string; readonly productId: string; readonly available: number },
  version: number,
): Promise<boolean> {
  const { rows } = await client.query<{ before: boolean }>(STOCK, [stock.variantId, stock.productId, stock.available, version])
  return changed(rows, stock.available > 0)
}
