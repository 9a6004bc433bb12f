import { z } from 'zod'

import { flag, port } from '@agora/environment/environment.ts'
import { logLevels } from '@agora/logger/logger.ts'

/** What every subgraph's process is told; each spreads it into its own `env.ts`. */
export const subgraphEnvironment = {
  /** Answers the router. 0 lets the system choose. */
  GRAPHQL_PORT: port,
  /** Answers other processes. 0 lets the system choose. */
  INTERNAL_PORT: port,
  /** Answers other processes by gRPC, beside the internal port. Closed unless set; 0 lets the system choose. */
  GRPC_PORT: port.optional(),
  HOST: z.string().default('127.0.0.1'),
  /** The app role's address: no DDL. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Certificates to trust, in PEM; with it the server's name is verified. */
  DATABASE_CA_FILE: z.string().optional(),
  /** Holds a folder `<from>-<to>` for each edge that this process signs or verifies. */
  EDGE_KEYS_DIR: z.string().min(1),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** Opens the development doors. */
  DEV: flag.default(false),
  BUILD_VERSION: z.string().optional(),
} as const

/** `TOKEN_ISSUER`, for subgraphs that issue or verify access tokens: their `iss`, the public address of the graph. */
export const tokenIssuer = z.url().default('http://localhost:4000')

/** The settings that the kit itself reads. */
export type SubgraphEnvironment = Pick<
  z.infer<z.ZodObject<typeof subgraphEnvironment>>,
  'GRAPHQL_PORT' | 'INTERNAL_PORT' | 'GRPC_PORT' | 'HOST' | 'EDGE_KEYS_DIR' | 'BUILD_VERSION'
>
