import { z } from 'zod'

import { port } from '@agora/environment/environment.ts'
import { busEnvironment } from '@agora/event-bus/busEnvironment.ts'
import { logLevels } from '@agora/logger/logger.ts'

/** What every worker is told; a domain's `env.ts` spreads it beside its own. */
export const workerEnvironment = {
  /** Answers the router about readiness and metrics. 0 lets the system choose. */
  INTERNAL_PORT: port,
  HOST: z.string().default('127.0.0.1'),
  /** The app role's address of the domain's own database. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Certificates to trust, in PEM; with it the server's name is verified. */
  DATABASE_CA_FILE: z.string().optional(),
  /** Holds the folder `router-<domain>`: the router asks a worker as it asks its subgraph. */
  EDGE_KEYS_DIR: z.string().min(1),
  /** What goes wrong on purpose, in development only; see failure-flags. */
  FAILURE_FLAGS_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  BUILD_VERSION: z.string().optional(),
  ...busEnvironment,
} as const

/** The settings that the kit itself reads. */
export type WorkerEnvironment = z.infer<z.ZodObject<typeof workerEnvironment>>
