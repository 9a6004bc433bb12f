import { join } from 'node:path'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller } from '@agora/rpc/caller.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'

import { env } from './env.ts'
import { startOrders } from './startOrders.ts'

const logger = createLogger({ service: 'orders', level: env.LOG_LEVEL })
const metrics = createMetrics('orders')
const pool = createPool({ url: env.DATABASE_URL, caFile: env.DATABASE_CA_FILE, name: 'orders', logger, metrics })

const productsKeys = openKeyFolder(join(env.EDGE_KEYS_DIR, 'orders-products'), { logger })
const usersKeys = openKeyFolder(join(env.EDGE_KEYS_DIR, 'orders-users'), { logger })
const products = createCaller({ baseUrl: env.PRODUCTS_INTERNAL_URL, keys: productsKeys, caller: 'orders', audience: 'products' })
const users = createCaller({ baseUrl: env.USERS_INTERNAL_URL, keys: usersKeys, caller: 'orders', audience: 'users' })

await startOrders({
  environment: env,
  pool,
  products,
  users,
  logger,
  metrics,
  onStop: async () => {
    productsKeys.close()
    usersKeys.close()
  },
})
