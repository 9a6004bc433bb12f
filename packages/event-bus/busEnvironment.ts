import { z } from 'zod'

/** Where the bus is; every process that publishes or consumes spreads it into its `env.ts`. */
export const busEnvironment = {
  /** `host:port` of Kafka brokers, separated by commas. Unset: the embedded bus. */
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+(:[^\s:]+)*:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/, 'must be host:port')))
    .optional(),
  /** The embedded bus: the app role's address of the database `bus`. */
  BUS_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Certificates to trust there, in PEM; with it the server's name is verified. */
  BUS_DATABASE_CA_FILE: z.string().optional(),
} as const
