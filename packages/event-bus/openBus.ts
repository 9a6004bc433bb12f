import type { Logger } from '@agora/logger/logger.ts'

import type { EventBus } from './bus.ts'
import type { KafkaAccess } from './kafkaAccess.ts'

/** Where the bus of a process is, and what it is to be called there. */
export interface OpenBusOptions {
  /** Brokers of a Kafka cluster, `host:port` each. Given, they are the bus. */
  readonly kafkaBrokers?: readonly string[] | undefined
  /** How the cluster wants to be spoken to. @default in the clear */
  readonly kafkaAccess?: KafkaAccess | undefined
  /** Copies of every topic that is made on the cluster. @default as the cluster does by default */
  readonly kafkaReplication?: number | undefined
  /** The embedded bus: the app role's address of the database `bus`. */
  readonly busUrl?: string | undefined
  /** Certificates to trust for the embedded bus, in PEM. */
  readonly caFile?: string | undefined
  /** The process, such as `orders worker`. */
  readonly name: string
  /** Topics that must exist, each in PARTITIONS parts. @default none */
  readonly topics?: readonly string[]
  readonly logger: Logger
}

/** Parts of every topic: as many members of a group can share the work. */
export const PARTITIONS = 8

/** Opens the bus that the environment names and makes the topics that are missing. Rejects when it cannot be reached. */
export async function openBus(options: OpenBusOptions): Promise<EventBus> {
  const { kafkaBrokers, busUrl, caFile, name, topics = [], logger } = options
  const bus = await open()
  await bus.ensureTopics(topics.map((topic) => ({ name: topic, partitions: PARTITIONS }))).catch(async (error: unknown) => {
    await bus.close()
    throw error
  })
  return bus

  // One of the two clients is never used, so it is never loaded.
  async function open(): Promise<EventBus> {
    if (kafkaBrokers !== undefined && kafkaBrokers.length > 0) {
      const { createKafkaBus } = await import('./kafka/kafkaBus.ts')
      return createKafkaBus({ brokers: kafkaBrokers, access: options.kafkaAccess, replication: options.kafkaReplication, name, logger })
    }
    if (busUrl === undefined) throw new Error('There is no bus: set KAFKA_BROKERS or BUS_DATABASE_URL')
    const { createPostgresBus } = await import('./postgres/postgresBus.ts')
    return createPostgresBus({ url: busUrl, caFile, name, logger })
  }
}
