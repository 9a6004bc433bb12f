import { createPool } from '@agora/database/pool.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { topics } from '../../../schema/events/topics.ts'
import { startCounter } from './startCounter.ts'

/** The counter as a process that can be killed. Its parent tells it by the environment where database and bus are. */
const { DATABASE_URL: url = '', KAFKA_BROKERS: brokers, BUS_DATABASE_URL: busUrl } = process.env
const logger = createLogger({ service: 'counter', level: 'warn' })
const pool = createPool({ url, name: 'counter', logger })
const bus = await openBus({ kafkaBrokers: brokers?.split(','), busUrl, name: 'counter', topics, logger })
const counter = await startCounter({ pool, bus, logger })

let ending = false
const end = (): void => {
  if (ending) return
  ending = true
  void counter
    .stop()
    .then(() => bus.close())
    .finally(() => process.exit(0))
}
process.on('SIGTERM', end).on('disconnect', end)
process.send?.({ ready: true })
