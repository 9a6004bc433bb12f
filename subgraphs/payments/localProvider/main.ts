import { createLogger } from '@agora/logger/logger.ts'

import { readProviderEnvironment } from './env.ts'
import { startProvider } from './startProvider.ts'

const environment = readProviderEnvironment()
await startProvider(environment, { logger: createLogger({ service: 'payment-provider', level: environment.LOG_LEVEL }) })
