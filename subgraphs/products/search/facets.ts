import type { Queryable } from '@agora/database/transaction.ts'

import { number, readOnce, text, type Row } from '../database/read.ts'
import { conditionsOf, IN_STOCK, parameters, type FacetName } from './conditions.ts'
import type { ProductQuery } from './productQuery.ts'

/** A value and how many products have it. */
export interface Count {
  readonly value: string
  readonly count: number
}

/** What a list of products can be narrowed by. */
export interface Facets {
  readonly brands: readonly Count[]
  /** By id of the category, subtrees included. */
  readonly categories: readonly Count[]
  readonly price: { readonly min: bigint; readonly max: bigint } | null
  readonly inStock: number
  readonly outOfStock: number
  readonly values: ReadonlyMap<string, readonly Count[]>
  readonly ranges: ReadonlyMap<string, { readonly min: number; readonly max: number }>
}

/** The most values a facet shows. */
const FACET_VALUES = 50
/** The most categories the category facet shows. */
const FACET_CATEGORIES = 100

/**
 * Counts every facet by one statement, each as if its own condition were off. A product counts for a facet when it misses no condition, or
 * that facet's alone; products that miss two count for none and are left out at once.
 * @param keys the attributes to count
 */
export async function countFacets(database: Queryable, query: ProductQuery, keys: readonly string[]): Promise<Facets> {
  const { values, bind } = parameters()
  const { always, facets } = conditionsOf(query, bind)
  const names = [...facets.keys()]
  const flag = (name: FacetName): string => `f${names.indexOf(name)}`
  const counts = (name: FacetName): string => (facets.has(name) ? `(missed = 0 OR missed = 1 AND NOT ${flag(name)})` : 'missed = 0')
  const flags = [...facets].map(([name, sql]) => `(${sql}) AS ${flag(name)}`)
  const missed = names.length === 0 ? '0' : names.map((name) => `(NOT ${flag(name)})::int`).join(' + ')
  const attributeNames = names.filter((name) => name.startsWith('attribute:'))
  const own = attributeNames.map((name) => `WHEN ${bind(name.slice('attribute:'.length))}::text THEN NOT ${flag(name)}`)
  const countsKey = own.length === 0 ? 'missed = 0' : `(missed = 0 OR missed = 1 AND CASE e.key ${own.join(' ')} ELSE false END)`
  const sql = `WITH candidate AS MATERIALIZED (
      SELECT *, ${missed} AS missed FROM (
        SELECT p.id, p.brand, p.category_id, p.attributes, ${[`${IN_STOCK} AS in_stock`, ...flags].join(', ')} FROM product p WHERE ${always.join(' AND ')}
      ) flagged WHERE ${missed} <= 1
    ), entry AS (
      SELECT e.key, e.value FROM candidate, jsonb_each(attributes) e WHERE e.key = ANY (${bind(keys)}::text[]) AND ${countsKey}
    )
    (SELECT 'brand', '', brand, '', count(*) FROM candidate WHERE ${counts('brand')} GROUP BY brand ORDER BY 5 DESC, 3 LIMIT ${FACET_VALUES})
    UNION ALL
    (SELECT 'category', '', above.id, '', count(*) FROM candidate JOIN category c ON c.id = category_id, unnest(c.path) AS above(id)
      WHERE ${counts('category')} GROUP BY above.id ORDER BY 5 DESC, 3 LIMIT ${FACET_CATEGORIES})
    UNION ALL
    SELECT 'price', '', min(r.min_minor)::text, max(r.max_minor)::text, count(*)
      FROM candidate JOIN price_range r ON r.product_id = candidate.id AND r.currency = ${bind(query.currency)} WHERE ${counts('price')} HAVING count(*) > 0
    UNION ALL
    SELECT 'stock', '', in_stock::text, '', count(*) FROM candidate WHERE ${counts('stock')} GROUP BY in_stock
    UNION ALL
    SELECT 'range', key, min(value::float8)::text, max(value::float8)::text, count(*) FROM entry WHERE jsonb_typeof(value) = 'number' GROUP BY key
    UNION ALL
    SELECT 'value', key, value, '', count FROM (
      SELECT key, one.value, count(*) AS count, row_number() OVER (PARTITION BY key ORDER BY count(*) DESC, one.value) AS place
      FROM entry, jsonb_array_elements_text(CASE WHEN jsonb_typeof(value) = 'array' THEN value ELSE jsonb_build_array(value) END) AS one(value)
      WHERE jsonb_typeof(entry.value) <> 'number' GROUP BY key, one.value
    ) ranked WHERE place <= ${FACET_VALUES}`
  return gather(await readOnce(database, sql, values))
}

const toCount = (row: Row): Count => ({ value: text(row, 2), count: number(row, 4) })

function gather(rows: readonly Row[]): Facets {
  const kinds = Map.groupBy(rows, (row) => text(row, 0))
  const of = (kind: string): readonly Row[] => kinds.get(kind) ?? []
  const most = (a: Count, b: Count): number => b.count - a.count || (a.value < b.value ? -1 : 1)
  const stock = new Map(of('stock').map((row) => [text(row, 2), number(row, 4)]))
  const [price] = of('price')
  return {
    brands: of('brand').map(toCount).toSorted(most),
    categories: of('category').map(toCount).toSorted(most),
    price: price === undefined ? null : { min: BigInt(text(price, 2)), max: BigInt(text(price, 3)) },
    inStock: stock.get('true') ?? 0,
    outOfStock: stock.get('false') ?? 0,
    values: new Map([...Map.groupBy(of('value'), (row) => text(row, 1))].map(([key, group]) => [key, group.map(toCount).toSorted(most)])),
    ranges: new Map(of('range').map((row) => [text(row, 1), { min: Number(text(row, 2)), max: Number(text(row, 3)) }])),
  }
}
