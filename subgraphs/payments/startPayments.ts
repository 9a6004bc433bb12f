import { randomInt } from 'node:crypto'

import type pg from 'pg'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createWaker } from '@agora/event-store/wake.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { startRounds } from '@agora/subgraph-kit/startRounds.ts'
import { startSubgraph, type RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import type { SubgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import type { PaymentEvent } from '../../schema/events/payments.ts'
import { readProtos } from '../../schema/proto/readProtos.ts'
import { createContextOf } from './context.ts'
import { entities } from './entities.ts'
import { participantRoutes } from './participant/participant.ts'
import { askAgain } from './payment/askAgain.ts'
import { createDesk } from './payment/desk.ts'
import { createPayments } from './payment/payments.ts'
import { permissions } from './permissions.ts'
import type { PaymentProvider } from './provider/provider.ts'
import { createProviderCalls } from './provider/providerCalls.ts'
import { dailyReconciliation } from './reconciliation/dailyReconciliation.ts'
import { reconcile } from './reconciliation/reconcile.ts'
import { resolvers } from './resolvers.ts'
import { typeDefs } from './typeDefs.ts'
import { webhookRoute } from './webhooks/takeWebhook.ts'

/** Everything the subgraph is given from outside. */
export interface PaymentsParts {
  readonly environment: SubgraphEnvironment
  readonly pool: pg.Pool
  /** For what changes payments; see openStepPool. */
  readonly stepPool: pg.Pool
  readonly provider: PaymentProvider
  readonly logger: Logger
  readonly metrics: Metrics
  /** @default the time of day */
  readonly clock?: () => Date
  /** Payments without an answer are asked about when they are so old, in seconds. @default 5 */
  readonly askAgainSeconds?: number
  /** Whether the daily comparison with the provider is due is looked at so often, in milliseconds. @default 10 minutes */
  readonly reconcileEveryMs?: number
}

const ASK_AGAIN_EVERY_MS = 1000
const RECONCILE_EVERY_MS = 10 * 60_000

/** Replicas started together do not do the same at the same moment. */
const apart = (everyMs: number): number => everyMs + randomInt(Math.ceil(everyMs / 10))

/** Starts the subgraph. Stopping it closes the pools and the provider too. */
export function startPayments(parts: PaymentsParts): Promise<RunningSubgraph> {
  const { environment, pool, stepPool, provider, logger, metrics, clock = () => new Date() } = parts
  const { askAgainSeconds = 5, reconcileEveryMs = RECONCILE_EVERY_MS } = parts
  const store = createEventStore<PaymentEvent>({ catalogue })
  const payments = createPayments({ pool: stepPool, store, clock, wake: createWaker(stepPool).wake })
  const desk = createDesk({ payments, calls: createProviderCalls({ provider, logger }), logger })
  const rounds = startRounds(() => askAgain({ pool, desk, logger }, askAgainSeconds), { everyMs: apart(ASK_AGAIN_EVERY_MS), logger })
  const reconciliation = dailyReconciliation({ pool, provider, desk, clock, logger, metrics })
  const daily = startRounds(reconciliation, { everyMs: apart(reconcileEveryMs), logger })
  return startSubgraph({
    name: 'payments',
    typeDefs,
    resolvers,
    entities,
    permissions,
    createContext: createContextOf({
      pool,
      desk,
      readEvents: (ids) => store.readMany(pool, ids),
      reconcile: (order) => reconcile({ pool, provider, desk, clock }, order),
    }),
    internal: {
      routes: [
        ...participantRoutes({ pool: stepPool, payments, desk, provider: provider.name, logger, clock }),
        webhookRoute({ pool, payments, desk, provider, clock, logger, metrics }),
      ],
      protos: () => readProtos(['payments', 'webhooks']),
    },
    environment,
    logger,
    metrics,
    readiness: () => pool.query('SELECT 1'),
    onStop: async () => {
      await Promise.all([rounds.stop(), daily.stop()])
      await provider.close()
      await Promise.all([pool.end(), stepPool.end()])
    },
  })
}
