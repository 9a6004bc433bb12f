import { z } from 'zod'

import { port, readEnvironment } from '@agora/environment/environment.ts'
import { logLevels } from '@agora/logger/logger.ts'

const shape = {
  /** Merchants and buyers' browsers are answered here. 0 lets the system choose. */
  PORT: port.default(0),
  HOST: z.string().default('127.0.0.1'),
  /** Keeps all that was acknowledged. */
  DATA_FILE: z.string().min(1),
  /** What merchants prove themselves with. */
  SECRET_KEY: z.string().min(16),
  /** What webhooks are signed with. */
  WEBHOOK_SECRET: z.string().min(16),
  /** Where webhooks go; without it none are sent. */
  WEBHOOK_URL: z.url().optional(),
  /** What the whole stack is to suffer, in development only; see failure-flags. */
  FAILURE_FLAGS_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
}

/** The settings of the provider. */
export type ProviderEnvironment = z.infer<z.ZodObject<typeof shape>>

/** Reads them. Throws EnvironmentError naming every fault. */
export const readProviderEnvironment = (variables?: NodeJS.ProcessEnv): ProviderEnvironment => readEnvironment(shape, variables)
