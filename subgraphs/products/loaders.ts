import type pg from 'pg'

import type { Page } from '@agora/subgraph-kit/connection.ts'
import { createListLoader, createRequestLoader } from '@agora/subgraph-kit/requestLoader.ts'

import { categoriesById, categoriesBySlug, type Category } from './category/categoryReads.ts'
import { countChildren, listChildren, type SiblingPosition } from './category/listCategories.ts'
import { availableOfProducts, availableOfVariants, locationsById, stockOf } from './inventory/stockReads.ts'
import { mediaOf } from './media/mediaReads.ts'
import { priceRangesOf, productsById, productsBySlug } from './product/productReads.ts'
import { listProductsOfCategories, type ListedProduct } from './search/listProducts.ts'
import type { ProductQuery } from './search/productQuery.ts'
import type { SortPosition } from './search/productSort.ts'
import { pricesOf, variantsById, variantsBySku, variantsOf } from './variant/variantReads.ts'

type Keys = readonly string[]
const id = (row: { readonly id: string }): string => row.id
const slug = (row: { readonly slug: string }): string => row.slug
const productId = (row: { readonly productId: string }): string => row.productId
const variantId = (row: { readonly variantId: string }): string => row.variantId

/** The loaders of one request: each a statement for all that is asked in a moment. */
export type Loaders = ReturnType<typeof createLoaders>

/** Fresh loaders, which know nothing yet. */
export function createLoaders(pool: pg.Pool) {
  return { ...thingLoaders(pool), ...listLoaders(pool), ...pageLoaders(pool) }
}

function thingLoaders(pool: pg.Pool) {
  return {
    productById: createRequestLoader((ids: Keys) => productsById(pool, ids), id),
    productBySlug: createRequestLoader((slugs: Keys) => productsBySlug(pool, slugs), slug),
    variantById: createRequestLoader((ids: Keys) => variantsById(pool, ids), id),
    variantBySku: createRequestLoader(
      (skus: Keys) => variantsBySku(pool, skus),
      (row) => row.sku,
    ),
    categoryById: createRequestLoader((ids: Keys) => categoriesById(pool, ids), id),
    categoryBySlug: createRequestLoader((slugs: Keys) => categoriesBySlug(pool, slugs), slug),
    locationById: createRequestLoader((ids: Keys) => locationsById(pool, ids), id),
    availableOfProduct: createRequestLoader((ids: Keys) => availableOfProducts(pool, ids), id),
    availableOfVariant: createRequestLoader((ids: Keys) => availableOfVariants(pool, ids), id),
    childCount: createRequestLoader((ids: Keys) => countChildren(pool, ids), id),
  }
}

function listLoaders(pool: pg.Pool) {
  return {
    variants: createListLoader((ids: Keys) => variantsOf(pool, ids), productId),
    priceRanges: createListLoader((ids: Keys) => priceRangesOf(pool, ids), productId),
    media: createListLoader((ids: Keys) => mediaOf(pool, ids), productId),
    prices: createListLoader((ids: Keys) => pricesOf(pool, ids), variantId),
    stock: createListLoader((ids: Keys) => stockOf(pool, ids), variantId),
  }
}

function pageLoaders(pool: pg.Pool) {
  return {
    childrenPage: onePerKey(
      ({ position, fetch }: Page<Category, SiblingPosition>) => JSON.stringify([position, fetch]),
      (page) =>
        createListLoader(
          (ids: Keys) => listChildren(pool, ids, page),
          (row) => row.parentId ?? '',
        ),
    ),
    productPage: onePerKey(
      ({ sort, currency }: ProductQuery, { position, fetch }: Page<ListedProduct, SortPosition>) => JSON.stringify([sort, currency, position, fetch]),
      (query, page) =>
        createListLoader(
          (ids: Keys) => listProductsOfCategories(pool, ids, { query, page }),
          (row) => row.listOf,
        ),
    ),
  }
}

/** Remembers what was made for the same arguments: fields that are asked alike share a loader. */
function onePerKey<Arguments extends readonly unknown[], Made>(keyOf: (...given: Arguments) => string, make: (...given: Arguments) => Made) {
  const made = new Map<string, Made>()
  return (...given: Arguments): Made => {
    const key = keyOf(...given)
    const known = made.get(key) ?? make(...given)
    made.set(key, known)
    return known
  }
}
