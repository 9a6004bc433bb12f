import { createLogger } from '@agora/logger/logger.ts'

import { readUsersEnvironment } from './env.ts'
import { startUsers } from './startUsers.ts'

const environment = readUsersEnvironment()
const logger = createLogger({ service: 'users', level: environment.LOG_LEVEL })
await startUsers(environment, { logger })
