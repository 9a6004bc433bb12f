import { z } from 'zod'

import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

/** Which provider is used and how it is reached. */
export const providerEnvironment = {
  /** `instant` answers in this process and remembers nothing: only where development doors are open. */
  PAYMENT_PROVIDER: z.enum(['local', 'stripe', 'instant']).default('local'),
  /** Of `local`: its address. Of `stripe`: another server that speaks its API; Stripe's own when nothing is said. */
  PROVIDER_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** What we prove ourselves with to the provider. */
  PROVIDER_SECRET_KEY: z.string().min(1).optional(),
  /** What the provider's webhooks are signed with. */
  PROVIDER_WEBHOOK_SECRET: z.string().min(1).optional(),
  /** How long one call to the provider is waited for, in milliseconds. */
  PROVIDER_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(4000),
} as const

const shape = { ...subgraphEnvironment, ...providerEnvironment }

/** The settings of this process. */
export type PaymentsEnvironment = z.infer<z.ZodObject<typeof shape>>

/** Reads them. Throws EnvironmentError naming every fault. */
export const readPaymentsEnvironment = (variables?: NodeJS.ProcessEnv): PaymentsEnvironment => readEnvironment(shape, variables)
