import type { AttributeCondition, ProductQuery } from './productQuery.ts'

/** Adds a value to a statement's parameters and answers its place, such as `$3`. */
export type Bind = (value: unknown) => string

/** A statement's parameters as they come together. */
export function parameters(): { readonly values: unknown[]; readonly bind: Bind } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

/** The facets that a condition can belong to; `attribute:` is followed by a key. */
export type FacetName = 'category' | 'brand' | 'price' | 'stock' | `attribute:${string}`

/** SQL conditions on a product aliased `p`. */
export interface Conditions {
  /** Which no facet can switch off: who may see it, and the search. */
  readonly always: readonly string[]
  /** Each the condition of one facet. */
  readonly facets: ReadonlyMap<FacetName, string>
}

/** SQL that is true of a product with a piece to be had. */
export const IN_STOCK = 'EXISTS (SELECT FROM variant v JOIN stock s ON s.variant_id = v.id WHERE v.product_id = p.id AND s.on_hand > s.reserved)'

/** SQL for products of a category's subtree. */
export const inSubtree = (category: string): string => `p.category_id IN (SELECT c.id FROM category c WHERE c.path @> ARRAY[${category}])`

/** Puts a query's conditions into SQL. Everything that a client says becomes a parameter. */
export function conditionsOf(query: ProductQuery, bind: Bind): Conditions {
  const always = [`p.status = ANY (${bind(query.statuses)}::product_status[])`]
  if (query.search !== null) {
    const search = `${bind(query.search)}::text`
    always.push(`(p.search @@ websearch_to_tsquery('english', ${search}) OR ${search} <% p.name)`)
  }
  const facets = new Map<FacetName, string>()
  if (query.categoryId !== null) facets.set('category', inSubtree(`${bind(query.categoryId)}::text`))
  if (query.brands !== null) facets.set('brand', `p.brand = ANY (${bind(query.brands)}::text[])`)
  if (query.price !== null) facets.set('price', priceCondition(query, bind))
  if (query.inStock !== null) facets.set('stock', query.inStock ? IN_STOCK : `NOT ${IN_STOCK}`)
  for (const condition of query.attributes) facets.set(`attribute:${condition.key}`, attributeCondition(condition, bind))
  return { always, facets }
}

function priceCondition({ price, currency }: ProductQuery, bind: Bind): string {
  const bounds = [
    price?.min === null || price === null ? [] : [`x.amount_minor >= ${bind(price.min.toString())}::int8`],
    price?.max === null || price === null ? [] : [`x.amount_minor <= ${bind(price.max.toString())}::int8`],
  ].flat()
  const where = ['w.product_id = p.id', `x.currency = ${bind(currency)}`, ...bounds].join(' AND ')
  return `EXISTS (SELECT FROM variant w JOIN price x ON x.variant_id = w.id WHERE ${where})`
}

/** Containment finds its products by the GIN index over attributes; ranges are looked at one by one. */
function attributeCondition(condition: AttributeCondition, bind: Bind): string {
  if ('anyOf' in condition) return `p.attributes @> ANY (${bind(condition.anyOf)}::jsonb[])`
  const value = `(p.attributes -> ${bind(condition.key)}::text)`
  const bounds = [
    condition.min === null ? [] : [`${value}::float8 >= ${bind(condition.min)}::float8`],
    condition.max === null ? [] : [`${value}::float8 <= ${bind(condition.max)}::float8`],
  ].flat()
  return `CASE WHEN jsonb_typeof${value} = 'number' THEN ${bounds.join(' AND ')} ELSE false END`
}
