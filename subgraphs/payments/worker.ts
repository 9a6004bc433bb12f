import { readEnvironment } from '@agora/environment/environment.ts'
import { startWorker } from '@agora/worker-kit/startWorker.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'

await startWorker({ domain: 'payments', environment: readEnvironment(workerEnvironment), catalogue, topics })
