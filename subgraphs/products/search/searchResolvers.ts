import { z } from 'zod'

import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'
import { line, whole } from '@agora/subgraph-kit/inputFields.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { AttributeDefinition } from '../attribute/attribute.ts'
import { present } from '../database/present.ts'
import { seesDrafts } from '../product/product.ts'
import { graphRange } from '../product/productResolvers.ts'
import { countFacets, type Count, type Facets } from './facets.ts'
import { countProducts, listProducts, orderOf, type ListedProduct } from './listProducts.ts'
import { readProductQuery, type ProductQuery } from './productQuery.ts'
import { searchSuggestions } from './suggestions.ts'

/** A page of products, which knows the query it is a page of. */
export interface ProductList extends Connection<ListedProduct> {
  readonly query: ProductQuery
}

/** How many products a category and all below it have. */
export interface CategoryCount {
  readonly categoryId: string
  readonly count: number
}

/** How products spread over the values of an attribute. */
interface AttributeFacet extends Pick<AttributeDefinition, 'key' | 'label' | 'kind' | 'unit'> {
  readonly values: readonly Count[]
  readonly min: number | null
  readonly max: number | null
}

/** The most attributes that are counted. */
const ATTRIBUTE_FACETS = 40

const suggestion = z.object({ text: line(1, 100), first: whole(1, 20) })

/** Fields that find products. */
export const searchResolvers = {
  Query: {
    async products(_, given, context) {
      const { first, after, ...asked } = given
      const query = readProductQuery(asked, await context.definitions.get(), seesDrafts(context.viewer))
      const page = parsePage({ first, after }, orderOf(query))
      const listed = await listProducts(context.pool, query, page)
      for (const product of listed) context.loaders.productById.prime(product.id, product)
      return { ...toConnection(listed, page), query }
    },
    searchSuggestions(_, given, { pool }) {
      const { text, first } = readArguments(suggestion, given)
      return searchSuggestions(pool, text, first)
    },
    attributeDefinitions: async (_, _given, { definitions }) => [...(await definitions.get()).values()],
  },
  ProductConnection: {
    totalCount: ({ query }, _, { pool }) => countProducts(pool, query),
    async facets({ query }, _, { pool, definitions }) {
      const counted = [...(await definitions.get()).values()].filter(({ facet }) => facet).slice(0, ATTRIBUTE_FACETS)
      return showFacets(
        await countFacets(
          pool,
          query,
          counted.map(({ key }) => key),
        ),
        counted,
        query,
      )
    },
  },
  CategoryFacet: {
    category: ({ categoryId }, _, { loaders }) => present(loaders.categoryById.load(categoryId)),
  },
} satisfies Resolvers

function showFacets(facets: Facets, definitions: readonly AttributeDefinition[], { currency }: ProductQuery) {
  return {
    brands: facets.brands.map(({ value, count }) => ({ brand: value, count })),
    categories: facets.categories.map(({ value, count }) => ({ categoryId: value, count })),
    price: facets.price === null ? null : graphRange({ currency, ...facets.price }),
    inStock: facets.inStock,
    outOfStock: facets.outOfStock,
    attributes: definitions.flatMap((definition) => showAttribute(definition, facets)),
  }
}

/** An attribute that no product of the list has is no way to narrow it. */
function showAttribute({ key, label, kind, unit }: AttributeDefinition, { values, ranges }: Facets): AttributeFacet[] {
  const range = ranges.get(key)
  const counts: readonly Count[] = values.get(key) ?? []
  if (kind === 'NUMBER') return range === undefined ? [] : [{ key, label, kind, unit, values: [], ...range }]
  return counts.length === 0 ? [] : [{ key, label, kind, unit, values: counts, min: null, max: null }]
}
