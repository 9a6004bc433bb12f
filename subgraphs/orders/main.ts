import { join } from 'node:path'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createResilienceMetrics } from '@agora/resilience/resilienceMetrics.ts'
import { createResilience } from '@agora/resilience/withResilience.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { resilientCaller } from '@agora/rpc/resilientCaller.ts'
import { rpcFaults } from '@agora/rpc/rpcFaults.ts'
import { openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'

import { openCheckoutPool } from './checkout/openCheckoutPool.ts'
import { env } from './env.ts'
import { startOrders } from './startOrders.ts'

const logger = createLogger({ service: 'orders', level: env.LOG_LEVEL })
const metrics = createMetrics('orders')
const database = { url: env.DATABASE_URL, caFile: env.DATABASE_CA_FILE, logger }
const pool = createPool({ ...database, name: 'orders', metrics })

/** A reply that was lost must leave time for another try. */
const TRY_MS = 2000
const watch = createResilienceMetrics(metrics)
const folders: KeyFolder[] = []

function callerTo(audience: string, baseUrl: string): Caller {
  const keys = openKeyFolder(join(env.EDGE_KEYS_DIR, `orders-${audience}`), { logger })
  folders.push(keys)
  const caller = createCaller({ baseUrl, keys, caller: 'orders', audience, connections: 64 })
  return resilientCaller(caller, createResilience({ target: audience, faults: rpcFaults, metrics: watch, tryMs: TRY_MS }))
}

await startOrders({
  environment: env,
  pool,
  checkoutPool: openCheckoutPool(database),
  products: callerTo('products', env.PRODUCTS_INTERNAL_URL),
  users: callerTo('users', env.USERS_INTERNAL_URL),
  payments: callerTo('payments', env.PAYMENTS_INTERNAL_URL),
  checkout: {
    mostInFlight: env.CHECKOUT_MOST_IN_FLIGHT,
    waitMs: env.CHECKOUT_WAIT_SECONDS * 1000,
    leaseMs: env.CHECKOUT_LEASE_MS,
  },
  logger,
  metrics,
  onStop: async () => folders.forEach((keys) => keys.close()),
})
