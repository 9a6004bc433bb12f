import { z } from 'zod'

import { flag, readEnvironment } from '@agora/environment/environment.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import { channelSettings } from './notifications/channels/settings.ts'

const shape = {
  ...workerEnvironment,
  ...channelSettings,
  /** Where mail goes: into the development inbox, and nowhere else. */
  DEV: flag.default(false),
  /** Internal port of orders: whom to write to. */
  ORDERS_INTERNAL_URL: z.url({ protocol: /^https?$/ }),
}

/** The settings of the worker. */
export type UsersWorkerEnvironment = z.infer<z.ZodObject<typeof shape>>

/** Reads them. Throws EnvironmentError naming every fault. */
export const readUsersWorkerEnvironment = (variables?: NodeJS.ProcessEnv): UsersWorkerEnvironment => readEnvironment(shape, variables)
