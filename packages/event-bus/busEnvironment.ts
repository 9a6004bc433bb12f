import { z } from 'zod'

import { kafkaAccessEnvironment, readKafkaAccess } from './kafkaAccess.ts'
import type { OpenBusOptions } from './openBus.ts'

/** Where the bus is; every process that publishes or consumes spreads it into its `env.ts`. */
export const busEnvironment = {
  /** `host:port` of Kafka brokers, separated by commas. Unset: the embedded bus. */
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+(:[^\s:]+)*:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'must be host:port')))
    .optional(),
  /** Copies of every topic that is made. Unset: as the cluster does by default. */
  KAFKA_REPLICATION: z.coerce.number().int().min(1).max(9).optional(),
  ...kafkaAccessEnvironment,
  /** The embedded bus: the app role's address of the database `bus`. */
  BUS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Certificates to trust there, in PEM; with it the server's name is verified. */
  BUS_DATABASE_CA_FILE: z.string().optional(),
} as const

/** The bus that the environment names, as `openBus` takes it. Throws EnvironmentError where settings contradict each other. */
export function busOf(environment: z.infer<z.ZodObject<typeof busEnvironment>>): Omit<OpenBusOptions, 'name' | 'logger' | 'topics'> {
  const { KAFKA_BROKERS: kafkaBrokers, KAFKA_REPLICATION: kafkaReplication, BUS_DATABASE_URL: busUrl, BUS_DATABASE_CA_FILE: caFile } = environment
  return kafkaBrokers === undefined ? { busUrl, caFile } : { kafkaBrokers, kafkaReplication, kafkaAccess: readKafkaAccess(environment) }
}
