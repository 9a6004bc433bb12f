import type pg from 'pg'

/** A product as the schema has it, so that no field needs a resolver. */
export interface ProductRow {
  readonly id: string
  readonly variants: { readonly id: string; readonly sku: string; readonly stock: number }[]
  readonly [field: string]: unknown
}

const COLUMNS = `p.id, p.slug, p.name, p.brand, p.category, p.status, p.description, p.rating, p.attributes ->> 'color', p.attributes ->> 'material', pr.amount, pr.currency`
const FROM = 'FROM product p LEFT JOIN price pr ON pr.product_id = p.id'
const BY_IDS = `SELECT ${COLUMNS} ${FROM} WHERE p.id = ANY ($1)`
const BY_SLUG = `SELECT ${COLUMNS.replace('pr.amount, pr.currency', 'NULL, NULL')} FROM product p WHERE p.slug = $1`
const VARIANTS = 'SELECT product_id, id, sku, stock FROM variant WHERE product_id = ANY ($1) ORDER BY id'

/** Everything arrives as text and is made into what the schema wants here. */
const asText = { getTypeParser: () => (text: string) => text }
type Cells = (string | null)[]

/** The lean reads of the bench: two prepared statements for a list, one for a single product. */
export function createProductReads(pool: pg.Pool): {
  byIds: (ids: readonly string[]) => Promise<ProductRow[]>
  /** Without price and variants. */
  plainBySlug: (slug: string) => Promise<ProductRow | null>
} {
  const read = async (name: string, text: string, values: unknown[]): Promise<Cells[]> =>
    (await pool.query<Cells>({ name, text, values, rowMode: 'array', types: asText })).rows
  return {
    async byIds(ids) {
      const [products, variants] = await Promise.all([read('products_by_id', BY_IDS, [ids]), read('variants_by_product', VARIANTS, [ids])])
      const byId = new Map(products.map((cells) => [cells[0], toProduct(cells)]))
      for (const [product, id, sku, stock] of variants) byId.get(product ?? '')?.variants.push({ id: id ?? '', sku: sku ?? '', stock: Number(stock) })
      return [...byId.values()]
    },
    async plainBySlug(slug) {
      const [cells] = await read('product_by_slug', BY_SLUG, [slug])
      return cells === undefined ? null : toProduct(cells)
    },
  }
}

function toProduct([id, slug, name, brand, category, status, description, rating, color, material, amount, currency]: Cells): ProductRow {
  const price = amount === null ? null : { amount: Number(amount), currency }
  return { id: id ?? '', slug, name, brand, category, status, description, rating: Number(rating), color, material, price, variants: [] }
}
