import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { env } from './env.ts'
import { startAi } from './startAi.ts'

const logger = createLogger({ service: 'ai', level: env.LOG_LEVEL })
const metrics = createMetrics('ai')
const pool = createPool({ url: env.DATABASE_URL, caFile: env.DATABASE_CA_FILE, name: 'ai', logger, metrics })

await startAi({ environment: env, pool, logger, metrics })
