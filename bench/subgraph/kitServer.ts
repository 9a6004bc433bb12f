import { parse, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'
import { anyone, nobody, scope } from '@agora/subgraph-kit/permissions.ts'
import { createRequestLoader } from '@agora/subgraph-kit/requestLoader.ts'
import { selectedFields } from '@agora/subgraph-kit/selectedFields.ts'
import { startSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'

import { SDL } from './fixture.ts'
import { createProductReads, type ProductRow } from './productReads.ts'

interface Context extends SubgraphContext {
  readonly productById: { loadMany(ids: readonly string[]): Promise<readonly (ProductRow | Error | null)[]> }
}

const [databaseUrl = '', keysDir = ''] = process.argv.slice(2)
const logger = createLogger({ service: 'products' })
const metrics = createMetrics('products')
const pool = createPool({ url: databaseUrl, name: 'bench-kit', logger, metrics })
const { byIds, plainBySlug } = createProductReads(pool)
const readCatalogue = scope('catalog:read')

/** Price and variants are read only when somebody asks for them. */
async function product(...call: readonly unknown[]): Promise<ProductRow | null> {
  const [, { slug }, , info] = call as [unknown, { slug: string }, Context, GraphQLResolveInfo]
  const plain = await plainBySlug(slug)
  const fields = selectedFields(info, info.returnType as GraphQLObjectType)
  if (plain === null || !(fields.includes('price') || fields.includes('variants'))) return plain
  return (await byIds([plain.id]))[0] ?? null
}

await startSubgraph<Context>({
  name: 'products',
  typeDefs: parse(SDL),
  resolvers: { Query: { product } },
  entities: { Product: (representations, { productById }) => productById.loadMany(representations.map(({ id }) => String(id))) },
  permissions: { Query: { product: readCatalogue }, Product: { '*': readCatalogue, costNote: nobody }, Price: anyone, Variant: anyone },
  createContext: ({ viewer, requestId, logger: ofRequest }) => ({
    viewer,
    requestId,
    logger: ofRequest,
    productById: createRequestLoader(byIds, ({ id }) => id),
  }),
  environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keysDir },
  logger,
  metrics,
  readiness: () => pool.query('SELECT 1'),
  onStop: () => pool.end(),
})
