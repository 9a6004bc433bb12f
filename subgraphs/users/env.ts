import { z } from 'zod'

import { readEnvironment } from '@agora/environment/environment.ts'
import { subgraphEnvironment, tokenIssuer } from '@agora/subgraph-kit/subgraphEnvironment.ts'

import { channelSettings } from './notifications/channels/settings.ts'

const shape = {
  ...subgraphEnvironment,
  /** Holds the private keys of access tokens, `<kid>.jwk`. Nobody else may read it. */
  SIGNING_KEYS_DIR: z.string().min(1),
  TOKEN_ISSUER: tokenIssuer,
  ...channelSettings,
  /** The passwords of the demonstration accounts. Read only where development doors are open. */
  DEMO_PASSWORDS_FILE: z.string().optional(),
}

/** The settings of this process. */
export type UsersEnvironment = z.infer<z.ZodObject<typeof shape>>

/** Reads them. Throws EnvironmentError naming every fault. */
export const readUsersEnvironment = (variables?: NodeJS.ProcessEnv): UsersEnvironment => readEnvironment(shape, variables)
