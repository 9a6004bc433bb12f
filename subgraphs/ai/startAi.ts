import type pg from 'pg'

import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { startSubgraph, type RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import type { SubgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

import { createContextOf } from './context.ts'
import { entities } from './entities.ts'
import { permissions } from './permissions.ts'
import { createRecommender } from './recommending/recommend.ts'
import { resolvers } from './resolvers.ts'
import { typeDefs } from './typeDefs.ts'

/** Everything the subgraph is given from outside. */
export interface AiParts {
  readonly environment: SubgraphEnvironment
  readonly pool: pg.Pool
  readonly logger: Logger
  readonly metrics: Metrics
}

/** Starts the subgraph. Stopping it closes the pool too. */
export function startAi({ environment, pool, logger, metrics }: AiParts): Promise<RunningSubgraph> {
  return startSubgraph({
    name: 'ai',
    typeDefs,
    resolvers,
    entities,
    permissions,
    createContext: createContextOf(createRecommender(pool)),
    environment,
    logger,
    metrics,
    readiness: () => pool.query('select 1'),
    onStop: () => pool.end(),
  })
}
