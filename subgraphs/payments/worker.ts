import { readEnvironment } from '@agora/environment/environment.ts'
import { forgetOldKeys } from '@agora/idempotency/forgetOldKeys.ts'
import { startRounds } from '@agora/subgraph-kit/startRounds.ts'
import { startWorker } from '@agora/worker-kit/startWorker.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'
import { forgetOldWindows } from './velocity/readVelocity.ts'
import { velocity } from './velocity/velocity.ts'

const HOUR_MS = 3_600_000

await startWorker({
  domain: 'payments',
  environment: readEnvironment(workerEnvironment),
  catalogue,
  topics,
  start: async ({ pool, logger, consume }) => [
    await consume(velocity),
    startRounds(() => Promise.all([forgetOldWindows(pool, new Date()), forgetOldKeys(pool, new Date())]), { everyMs: HOUR_MS, logger }),
  ],
})
