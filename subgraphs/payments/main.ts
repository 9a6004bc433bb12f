import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { readPaymentsEnvironment } from './env.ts'
import { openProvider } from './provider/openProvider.ts'
import { startPayments } from './startPayments.ts'

const environment = readPaymentsEnvironment()
const clock = (): Date => new Date()
const logger = createLogger({ service: 'payments', level: environment.LOG_LEVEL })
const metrics = createMetrics('payments')
const pool = createPool({ url: environment.DATABASE_URL, caFile: environment.DATABASE_CA_FILE, name: 'payments', logger, metrics })

await startPayments({ environment, pool, provider: openProvider(environment, clock), clock, logger, metrics })
