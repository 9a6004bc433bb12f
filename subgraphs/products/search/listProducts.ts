import type { Queryable } from '@agora/database/transaction.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import { epoch, number, readOnce, text, type Row } from '../database/read.ts'
import type { Product } from '../product/product.ts'
import { PRODUCT_COLUMN_COUNT, PRODUCT_COLUMNS, toProduct } from '../product/productReads.ts'
import { conditionsOf, inSubtree, parameters, type Bind } from './conditions.ts'
import { fingerprint, type ProductQuery } from './productQuery.ts'
import { positionShape, sorts, type SortPosition } from './productSort.ts'

/** A product with its place in a list. */
export interface ListedProduct extends Product {
  readonly sortKey: string
}

/** The order of a query's list. */
export function orderOf(query: ProductQuery): ListOrder<ListedProduct, SortPosition> {
  return { name: `products ${fingerprint(query)}`, values: positionShape(query.sort), positionOf: ({ sortKey, id }) => [sortKey, id] }
}

type ProductPage = Page<ListedProduct, SortPosition>

/** One page of a query's products, and one product more where there is more. */
export async function listProducts(database: Queryable, query: ProductQuery, page: ProductPage): Promise<ListedProduct[]> {
  const { values, bind } = parameters()
  const { always, facets } = conditionsOf(query, bind)
  const sql = selection(query, page, { bind, where: [...always, ...facets.values()] })
  return (await readOnce(database, sql, values)).map(toListed)
}

/** The same page for each of several categories, by one statement. */
export async function listProductsOfCategories(
  database: Queryable,
  categoryIds: readonly string[],
  { query, page }: { readonly query: ProductQuery; readonly page: ProductPage },
): Promise<(ListedProduct & { readonly listOf: string })[]> {
  const { values, bind } = parameters()
  const categories = bind(categoryIds)
  const { always } = conditionsOf({ ...query, categoryId: null }, bind)
  const inner = selection(query, page, { bind, where: [...always, inSubtree('list.id')] })
  const sql = `SELECT each.*, list.id FROM unnest(${categories}::text[]) AS list(id) CROSS JOIN LATERAL (${inner}) each`
  return (await readOnce(database, sql, values)).map((row) => ({ ...toListed(row), listOf: text(row, PRODUCT_COLUMN_COUNT + 1) }))
}

/** How many products a query has in all. */
export async function countProducts(database: Queryable, query: ProductQuery): Promise<number> {
  const { values, bind } = parameters()
  const { always, facets } = conditionsOf(query, bind)
  const [row] = await readOnce(database, `SELECT count(*) FROM product p WHERE ${[...always, ...facets.values()].join(' AND ')}`, values)
  return row === undefined ? 0 : number(row, 0)
}

function toListed(row: Row): ListedProduct {
  return { ...toProduct(row), sortKey: text(row, PRODUCT_COLUMN_COUNT) }
}

function selection(query: ProductQuery, page: ProductPage, { bind, where }: { readonly bind: Bind; readonly where: readonly string[] }): string {
  const { key, type, direction } = sorts[query.sort]
  const search = query.search
  const sortKey = search === null ? key : key.replaceAll('$search', () => `${bind(search)}::text`)
  const time = query.sort === 'NEWEST'
  const beyond: string[] = []
  if (page.position !== null) {
    const [last, id] = page.position
    const bound = time ? `to_timestamp(${bind(last)}::float8 / 1000)` : `${bind(last)}::${type}`
    beyond.push(`(${sortKey}, p.id) ${direction === 'ASC' ? '>' : '<'} (${bound}, ${bind(id)}::text)`)
  }
  const prices = query.sort.startsWith('PRICE') ? `LEFT JOIN price_range r ON r.product_id = p.id AND r.currency = ${bind(query.currency)}` : ''
  return `SELECT ${PRODUCT_COLUMNS}, ${time ? epoch(sortKey) : sortKey} AS sort_key FROM product p ${prices}
    WHERE ${[...where, ...beyond].join(' AND ')}
    ORDER BY ${sortKey} ${direction}, p.id ${direction} LIMIT ${page.fetch}`
}
