import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { readPaymentsEnvironment } from './env.ts'
import { openStepPool } from './openStepPool.ts'
import { openProvider } from './provider/openProvider.ts'
import { startPayments } from './startPayments.ts'

const environment = readPaymentsEnvironment()
const clock = (): Date => new Date()
const logger = createLogger({ service: 'payments', level: environment.LOG_LEVEL })
const metrics = createMetrics('payments')
const database = { url: environment.DATABASE_URL, caFile: environment.DATABASE_CA_FILE, logger }
const pool = createPool({ ...database, name: 'payments', metrics })

await startPayments({ environment, pool, stepPool: openStepPool(database), provider: openProvider(environment, clock), clock, logger, metrics })
