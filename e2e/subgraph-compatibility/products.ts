import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'
import type { EntityBatches, Representation } from '@agora/subgraph-kit/entities.ts'
import { anyone, type PermissionTree } from '@agora/subgraph-kit/permissions.ts'

// The products subgraph that Apollo's subgraph-compatibility suite fixes: its schema and its data, served by the kit. It doubles as
// the smallest example of a subgraph: resolvers, entity batches, permissions.
const jane = { email: 'support@apollographql.com', name: 'Jane Smith', totalProductsCreated: 1337 }
const dimensions = { size: 'small', weight: 1, unit: 'kg' }
const federationStudy = { study: { caseNumber: '1234', description: 'Federation Study' }, outcome: null }
const studioStudy = { study: { caseNumber: '1235', description: 'Studio Study' }, outcome: null }

interface Product {
  readonly id: string
  readonly sku: string
  readonly package: string
  readonly variation: { readonly id: string }
}

const products: readonly Product[] = [
  row({ id: 'apollo-federation', sku: 'federation', package: '@apollo/federation', variation: { id: 'OSS' } }, federationStudy),
  row({ id: 'apollo-studio', sku: 'studio', package: '', variation: { id: 'platform' } }, studioStudy),
]
const deprecated = { sku: 'apollo-federation-v1', package: '@apollo/federation-v1', reason: 'Migrate to Federation V2', createdBy: jane }

function row(product: Product, research: object): Product {
  return Object.freeze({ ...product, dimensions, createdBy: jane, notes: null, research: [research] })
}

const isDeprecated = (asked: Readonly<Record<string, unknown>>): boolean => asked['sku'] === deprecated.sku && asked['package'] === deprecated.package

/** A representation holds one of the three keys. */
function findProduct({ id, sku, package: name, variation }: Representation): Product | null {
  const variationId = (variation as Product['variation'] | undefined)?.id
  return (
    products.find((product) => product.id === id || (product.sku === sku && (product.package === name || product.variation.id === variationId))) ??
    null
  )
}

/** What the kit needs of them. */
export const resolvers = {
  Query: {
    product: (_: unknown, { id }: { id: string }) => products.find((product) => product.id === id) ?? null,
    deprecatedProduct: (_: unknown, asked: { sku: string; package: string }) => (isDeprecated(asked) ? deprecated : null),
  },
  User: {
    averageProductsCreatedPerYear({ totalProductsCreated, yearsOfEmployment }: { totalProductsCreated: number | null; yearsOfEmployment: number }) {
      return totalProductsCreated === null ? null : Math.round(totalProductsCreated / yearsOfEmployment)
    },
  },
}

/** One batch a key'd type. A user's representation brings along what `@requires` asks for. */
export const entities: EntityBatches<SubgraphContext> = {
  Product: (asked) => asked.map(findProduct),
  DeprecatedProduct: (asked) => asked.map((keys) => (isDeprecated(keys) ? deprecated : null)),
  ProductResearch: (asked) =>
    asked.map(
      ({ study }) =>
        [federationStudy, studioStudy].find((known) => known.study.caseNumber === (study as { caseNumber?: string } | undefined)?.caseNumber) ?? null,
    ),
  User: (asked) =>
    asked.map(({ email, totalProductsCreated, yearsOfEmployment }) =>
      email === jane.email
        ? { email, name: jane.name, totalProductsCreated: totalProductsCreated ?? jane.totalProductsCreated, yearsOfEmployment }
        : null,
    ),
  Inventory: (asked) => asked.map(({ id }) => (id === 'apollo-oss' ? { id, deprecatedProducts: [deprecated] } : null)),
}

/** Everything is public here. */
export const permissions: PermissionTree = Object.fromEntries(
  ['Query', 'Product', 'DeprecatedProduct', 'ProductVariation', 'ProductResearch', 'CaseStudy', 'ProductDimension', 'User', 'Inventory'].map(
    (type) => [type, anyone],
  ),
)
