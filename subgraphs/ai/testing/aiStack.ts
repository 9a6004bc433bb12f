import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import { takeInProduct, takeInStock } from '../catalogue/takeIn.ts'
import { learnOrder } from '../learning/learnOrder.ts'
import { startAi } from '../startAi.ts'

/** A product of a test, with one variant. */
export interface Listed {
  readonly productId: string
  readonly variantId: string
}

/** The subgraph on a database of its own, with what its consumers would have taken in. */
export interface AiStack {
  readonly as: SubgraphClient['as']
  readonly rows: pg.Pool
  /** Lists a product with five pieces of one variant. */
  list(options?: { readonly categoryId?: string; readonly available?: number }): Promise<Listed>
  /** Has somebody buy each of these in one order, a minute after the order before; answers the order's id. */
  buy(buyer: string, ...things: readonly Listed[]): Promise<string>
  /** The statements sent since the last time this was read. */
  statements(): string[]
  stop(): Promise<void>
}

const logger = createLogger({ service: 'ai', level: 'silent' })

/** Starts all of it; stop it in `after`. */
export async function startAiStack(): Promise<AiStack> {
  const database = await createTestDatabase('ai')
  const keys = await testKeys(['router-ai'])
  const sent: string[] = []
  const pool = createPool({ url: database.appUrl, name: 'ai', logger, onStatement: (text) => sent.push(text) })
  const environment = { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'test' }
  const running = await startAi({ environment, pool, logger, metrics: createMetrics('ai') })
  const rows = new pg.Pool({ connectionString: database.appUrl, max: 3 })
  const client = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: keys.open('router-ai'), audience: 'ai' })
  let at = Date.parse('2026-11-25T08:00:00.000Z')
  return {
    as: client.as,
    rows,
    async list({ categoryId = 'cat_1', available = 5 } = {}) {
      const listed = { productId: newId('Product'), variantId: newId('Variant') }
      await takeInProduct(rows, { productId: listed.productId, brand: 'B', categoryId, variantIds: [listed.variantId] }, 1)
      await takeInStock(rows, { ...listed, available }, 1)
      return listed
    },
    async buy(buyer, ...things) {
      const orderId = newId('Order')
      at += 60_000
      await learnOrder(rows, { orderId, buyer, productIds: things.map(({ productId }) => productId), at: new Date(at) })
      return orderId
    },
    statements: () => sent.splice(0),
    async stop() {
      await running.stop()
      await rows.end()
      await keys.drop()
      await database.drop()
    },
  }
}
