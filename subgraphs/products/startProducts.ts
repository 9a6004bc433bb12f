import type pg from 'pg'

import { createWaker } from '@agora/event-store/wake.ts'
import { forgetOldKeys } from '@agora/idempotency/forgetOldKeys.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { startSubgraph, type RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import type { SubgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

import { readProtos } from '../../schema/proto/readProtos.ts'
import { createDefinitionCache } from './attribute/definitions.ts'
import { createContext } from './context.ts'
import { entities } from './entities.ts'
import { createProductsStore } from './events/productsStore.ts'
import { mediaRoute } from './media/mediaRoute.ts'
import { permissions } from './permissions.ts'
import { createProductsPrisma } from './productsPrisma.ts'
import { answerQuote } from './quote/answerQuote.ts'
import { stockParticipant } from './reservation/stockParticipant.ts'
import { resolvers } from './resolvers.ts'
import { typeDefs } from './typeDefs.ts'

/** Everything the subgraph is given from outside. */
export interface ProductsParts {
  readonly environment: SubgraphEnvironment
  /** Closed when the subgraph stops. */
  readonly pool: pg.Pool
  /** Its own connections for the orders' steps; see openStockPool. Closed as well. */
  readonly stockPool: pg.Pool
  readonly logger: Logger
  readonly metrics: Metrics
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

const SWEEP_EVERY_MS = 3_600_000

/** Starts the subgraph. */
export function startProducts({ environment, pool, stockPool, logger, metrics, clock = Date.now }: ProductsParts): Promise<RunningSubgraph> {
  const prisma = createProductsPrisma(pool)
  const [store, waker] = [createProductsStore(), createWaker(pool)]
  const resources = { pool, prisma, clock, definitions: createDefinitionCache(pool, clock), store, waker }
  const sweeping = setInterval(() => {
    forgetOldKeys(pool, new Date(clock())).catch((error: unknown) => logger.warn({ err: error }, 'Old idempotency keys were not forgotten'))
  }, SWEEP_EVERY_MS).unref()
  return startSubgraph({
    name: 'products',
    typeDefs,
    resolvers,
    entities,
    permissions,
    createContext: (facts) => createContext(facts, resources),
    internal: {
      routes: [answerQuote(stockPool), ...stockParticipant({ pool: stockPool, store, waker })],
      gets: [mediaRoute(pool)],
      protos: () => readProtos(['catalogue', 'inventory']),
    },
    environment,
    logger,
    metrics,
    readiness: () => pool.query('SELECT 1'),
    async onStop() {
      clearInterval(sweeping)
      await prisma.close()
      await Promise.all([pool.end(), stockPool.end()])
    },
  })
}
