import { join } from 'node:path'

import { createCaller } from '@agora/rpc/caller.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import { startWorker, type Running, type RunningWorker } from '@agora/worker-kit/startWorker.ts'
import type { WorkerParts } from '@agora/worker-kit/workerParts.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'
import { openChannels } from './notifications/channels/openChannels.ts'
import { handlingsOf } from './notifications/channels/settings.ts'
import { createOrderContacts } from './notifications/orderContacts.ts'
import { startNotifications } from './notifications/startNotifications.ts'
import type { UsersWorkerEnvironment } from './workerEnv.ts'

/** Starts the worker of users: its events go out, what it reads comes in, its messages are sent. */
export function startUsersWorker(environment: UsersWorkerEnvironment): Promise<RunningWorker> {
  return startWorker({ domain: 'users', environment, catalogue, topics, start: async (parts) => [await notifications(parts, environment)] })
}

async function notifications({ pool, logger, metrics, consume }: WorkerParts, environment: UsersWorkerEnvironment): Promise<Running> {
  const keys = openKeyFolder(join(environment.EDGE_KEYS_DIR, 'users-orders'), { logger })
  const orders = createCaller({ baseUrl: environment.ORDERS_INTERNAL_URL, keys, caller: 'users', audience: 'orders' })
  const running = await startNotifications({
    pool,
    logger,
    metrics,
    consume,
    channels: openChannels(environment),
    handlings: handlingsOf(environment),
    contacts: createOrderContacts(orders),
    clock: () => new Date(),
  })
  return {
    async stop() {
      await running.stop()
      await orders.close()
      keys.close()
    },
  }
}
