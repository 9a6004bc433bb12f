import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { readProductsEnvironment } from './env.ts'
import { openStockPool } from './reservation/openStockPool.ts'
import { startProducts } from './startProducts.ts'

const environment = readProductsEnvironment()
const logger = createLogger({ service: 'products', level: environment.LOG_LEVEL })
const metrics = createMetrics('products')
const pool = createPool({ url: environment.DATABASE_URL, caFile: environment.DATABASE_CA_FILE, name: 'products', logger, metrics })
const stockPool = openStockPool({ url: environment.DATABASE_URL, caFile: environment.DATABASE_CA_FILE, logger, metrics })
await startProducts({ environment, pool, stockPool, logger, metrics })
