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
  WHERE p.version < excluded.version`

const OWN = `INSERT INTO variants (variant_id, product_id) SELECT id, $1 FROM unnest($2::text[]) AS id ORDER BY id
  ON CONFLICT (variant_id) DO UPDATE SET product_id = excluded.product_id`

/** Notes that customers can see a product, and how it is now. An event older than the last one taken in changes nothing. */
export async function takeInProduct(client: Queryable, product: ShownProduct, version: number): Promise<void> {
  await client.query(SHOW, [product.productId, product.brand, product.categoryId, version])
  await client.query(OWN, [product.productId, product.variantIds])
}

const HIDE = `INSERT INTO products AS p (product_id, published, version) VALUES ($1, false, $2)
  ON CONFLICT (product_id) DO UPDATE SET published = false, version = excluded.version WHERE p.version < excluded.version`

/** Notes that customers cannot see a product any more. */
export async function takeOutProduct(client: Queryable, productId: string, version: number): Promise<void> {
  await client.query(HIDE, [productId, version])
}

const STOCK = `INSERT INTO variants AS v (variant_id, product_id, available, version) VALUES ($1, $2, $3, $4)
  ON CONFLICT (variant_id) DO UPDATE SET available = excluded.available, product_id = excluded.product_id, version = excluded.version
  WHERE v.version < excluded.version`

/** Notes how many pieces of a variant can be had. */
export async function takeInStock(
  client: Queryable,
  stock: { readonly variantId: string; readonly productId: string; readonly available: number },
  version: number,
): Promise<void> {
  await client.query(STOCK, [stock.variantId, stock.productId, stock.available, version])
}
