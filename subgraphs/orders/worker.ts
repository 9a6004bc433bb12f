import { readEnvironment } from '@agora/environment/environment.ts'
import { createProjector } from '@agora/event-store/projector.ts'
import { startWorker } from '@agora/worker-kit/startWorker.ts'
import { workerEnvironment } from '@agora/worker-kit/workerEnvironment.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { topics } from '../../schema/events/topics.ts'
import { consumersOf } from './consumers.ts'
import { projectionsOf } from './projections/projections.ts'

await startWorker({
  domain: 'orders',
  environment: readEnvironment(workerEnvironment),
  catalogue,
  topics,
  async start({ pool, store, wakeListener: listener, logger, metrics, consume }) {
    const projector = createProjector({ pool, store, projections: projectionsOf(store), listener, logger, metrics })
    await projector.start()
    const { checkouts, fulfilment, deadLetters, sales, accounts } = consumersOf(store)
    return [projector, await consume(checkouts), await consume(fulfilment), await consume(deadLetters), await consume(sales), await consume(accounts)]
  },
})
