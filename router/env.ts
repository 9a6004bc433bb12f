import { z } from 'zod'

import { flag, port, readEnvironment } from '@agora/environment/environment.ts'
import { logLevels } from '@agora/logger/logger.ts'

const url = z.url().optional()

/** What the process is told from outside. All but the log level reach the router only where its config file names them. */
const shape = {
  HOST: z.string().optional(),
  PORT: port.optional(),
  OPERATOR_PORT: port.optional(),
  EDGE_KEYS_DIR: z.string().optional(),
  TOKEN_ISSUER: z.string().optional(),
  USERS_URL: url,
  PRODUCTS_URL: url,
  ORDERS_URL: url,
  PAYMENTS_URL: url,
  AI_URL: url,
  USERS_INTERNAL_URL: url,
  PRODUCTS_INTERNAL_URL: url,
  ORDERS_INTERNAL_URL: url,
  PAYMENTS_INTERNAL_URL: url,
  AI_INTERNAL_URL: url,
  DEV: flag.optional(),
  FAILURE_FLAGS_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels).optional(),
}

/** The settings of this process and a way to look up any variable that a config file names. */
export interface RouterEnvironment {
  readonly logLevel: (typeof logLevels)[number]
  readonly variable: (name: string) => string | undefined
}

/** Reads the environment once. Throws EnvironmentError that lists every malformed variable. */
export function readRouterEnvironment(variables: NodeJS.ProcessEnv = process.env): RouterEnvironment {
  const { LOG_LEVEL } = readEnvironment(shape, variables)
  const given = new Map(Object.entries(variables))
  return { logLevel: LOG_LEVEL ?? 'info', variable: (name) => given.get(name) }
}

/** Keeps `@apollo/gateway` from sending usage figures to its makers. It reads the switch when a gateway is made, so this comes first. */
export function switchOffForeignTelemetry(variables: NodeJS.ProcessEnv = process.env): void {
  variables['APOLLO_TELEMETRY_DISABLED'] = 'true'
}
